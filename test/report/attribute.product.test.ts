/** Attributes through the built command line: from a column of a file to the files of its report, twice the same, opened in a browser. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { runs, type Ran } from '../cli/command';
import { useBrowser } from '../support/browser';

const browser = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'report-attribute-'));
const csv = join(folder, 'town.csv');
const SAYS = [
  (n: number) => `The night bus to district ${n} has to come back.`,
  (n: number) => `Please plant more trees in park number ${n}.`,
];
/** On two subjects; three of ninety say that they are of a group so small that it must stay unsaid. */
const rows = Array.from({ length: 90 }, (_, i) => {
  const age = i % 30 === 7 ? 'Centenarian' : i % 3 === 0 ? '18–24' : '65+';
  return `${i};${SAYS[i % 2]?.(i)};Person ${i};${age}`;
});
let stack: StartedStack;

const cli = (...args: string[]): Promise<Ran> =>
  runs(args, { TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl });
const read = (out: string, name: string): string => readFileSync(join(folder, out, name), 'utf8');

beforeAll(async () => {
  writeFileSync(csv, ['id;comment;name;Age group', ...rows].join('\n'));
  stack = await startStack();
});

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

test('plan says every value with its people, and which will not be shown; a wrong column ends with 2', async () => {
  const plan = await cli('plan', csv, '--attribute', 'age_group');
  expect(plan.out).toContain('attribute "Age group": 18–24 30, 65+ 57, Centenarian 3 (people)');
  expect(plan.out).toContain('warning: attribute "Age group": fewer than 5 people each, not shown: Centenarian');
  const wrong = await cli('report', csv, '--attribute', 'name');
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('it has 90 different values in 90 rows');
});

test('a report with an attribute has groups.csv and the filter, the same bytes twice, and no word of a small group', async () => {
  for (const [id, out] of Object.entries({ one: 'a', two: 'b' })) {
    const ran = await cli('report', csv, '--attribute', 'Age group', '--id', id, '--out', join(folder, out));
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain(join(folder, out, 'groups.csv'));
  }
  const moment = /datetime="[^"]*"/;
  expect(read('b', 'report.html').replace(moment, '')).toBe(read('a', 'report.html').replace(moment, ''));
  for (const name of ['groups.csv', 'claims.csv', 'ledger.json']) expect(read('b', name)).toBe(read('a', name));
  const files = ['report.html', 'report.json', 'groups.csv', 'claims.csv', 'ledger.json', 'run.json', 'run.html'];
  for (const name of files) expect([name, read('a', name).includes('Centenarian')]).toEqual([name, false]);
  for (const name of ['claims.csv', 'ledger.json', 'run.json']) expect(read('a', name)).not.toContain('65+');
  const { page, complaints } = await browser.open(read('a', 'report.html'));
  const options = page.getByRole('combobox', { name: 'Age group' }).locator('option');
  expect(await options.allTextContents()).toEqual(['Age group: all', '18–24', '65+']);
  await page.getByRole('combobox', { name: 'Age group' }).selectOption('18–24');
  await page.locator('html.filtering').waitFor();
  const people = await page.locator('.claim:visible > .meta > .who').allTextContents();
  const young = people.filter((name) => Number(name.replace('Person ', '')) % 3 === 0);
  expect(people.length).toBeGreaterThanOrEqual(5);
  expect(people).toEqual(young);
  expect(complaints).toEqual([]);
});
