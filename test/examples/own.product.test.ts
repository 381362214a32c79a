/** Examples of pipelines of one's own, as their READMEs tell them: against the packed package, with their own tests, in memory. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileExample, installExample } from '../support/packed';

const examples = [
  { name: 'order', tests: 4, lines: 70 },
  { name: 'customers', tests: 3, lines: 100 },
  { name: 'labelling', tests: 3, lines: 60 },
  { name: 'crawler', tests: 2, lines: 80 },
  { name: 'nightly', tests: 3, lines: 70 },
] as const;

describe.each(examples)('$name', ({ name, tests, lines }) => {
  let app = '';
  beforeAll(async () => (app = await installExample(name)));
  afterAll(() => rm(app, { recursive: true }));

  test('compiles against the packed package, and its tests pass without any server', async () => {
    expect(await compileExample(app)).toBe('');
    const files = readdirSync(join(app, 'dist')).filter((file) => file.endsWith('.test.js'));
    const ran = promisify(execFile)(process.execPath, ['--test', ...files], { cwd: join(app, 'dist') });
    const { stdout } = await ran.catch((error: unknown) => error as { stdout: string });
    expect(stdout).toMatch(new RegExp(`^# pass ${tests}$[^]*^# fail 0$`, 'm'));
  });

  test(`takes its author fewer than ${lines} lines, and its reader fewer than 60`, () => {
    const linesOf = (file: string): number => readFileSync(join(app, file), 'utf8').split('\n').length - 1;
    const written = ['steps.ts', 'pipelines.ts', 'worker.ts'].map(linesOf);
    expect(written.reduce((sum, count) => sum + count, 0)).toBeLessThan(lines);
    expect(linesOf('README.md')).toBeLessThan(60);
  });
});
