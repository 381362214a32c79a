/** What the package promises to programs (docs/versions.md), as its built types have it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { apiReports, fileOf } from './apiReport';
import { inner } from './inner';

const reports = apiReports();
const isExported = (name: string): boolean => reports.some(({ exported }) => exported.includes(name));

describe.each(reports)('pipeline-worker/$entry', ({ entry, text, unexported }) => {
  test('is what docs/api says. Where a change is meant, `npm run api:report` writes it anew', () => {
    if (process.env['API_REPORT'] === 'write') {
      mkdirSync(dirname(fileOf(entry)), { recursive: true });
      writeFileSync(fileOf(entry), text);
    }
    expect(text).toBe(readFileSync(fileOf(entry), 'utf8'));
  });

  test('every type in a signature is exported, or known to be nobody’s to name', () => {
    expect(unexported.filter((name) => !isExported(name.replace(/_\d+$/, '')) && !Object.hasOwn(inner, name))).toEqual(
      [],
    );
  });

  test('nothing internal or deprecated is left in it', () => {
    expect(text).not.toMatch(/@(?:internal|deprecated|alpha|beta)\b/);
  });
});

test('what is nobody’s to name is still named somewhere', () => {
  const named = new Set(reports.flatMap(({ unexported }) => unexported));
  expect(Object.keys(inner).filter((name) => !named.has(name) || isExported(name))).toEqual([]);
});
