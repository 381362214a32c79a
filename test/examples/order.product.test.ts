/** The example of an order, as its README tells it: against the packed package, its own tests, in memory. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileExample, installExample } from '../support/packed';

let app = '';
beforeAll(async () => (app = await installExample('order')));
afterAll(() => rm(app, { recursive: true }));

test('it compiles against the packed package, and its tests pass without any server', async () => {
  expect(await compileExample(app)).toBe('');
  const tests = readdirSync(join(app, 'dist')).filter((name) => name.endsWith('.test.js'));
  const ran = promisify(execFile)(process.execPath, ['--test', ...tests], { cwd: join(app, 'dist') });
  const { stdout } = await ran.catch((error: unknown) => error as { stdout: string });
  expect(stdout).toMatch(/^# pass 4$[^]*^# fail 0$/m);
});

test('its author writes fewer than 70 lines, and reads fewer than 60', () => {
  const linesOf = (name: string): number => readFileSync(join(app, name), 'utf8').split('\n').length - 1;
  const written = ['steps.ts', 'pipelines.ts', 'worker.ts'].map(linesOf);
  expect(written.reduce((sum, lines) => sum + lines, 0)).toBeLessThan(70);
  expect(linesOf('README.md')).toBeLessThan(60);
});
