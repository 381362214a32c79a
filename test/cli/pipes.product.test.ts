/** What comes through a pipe of the shell. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { main } from './command';

const piped = (program: string, ...args: string[]): string =>
  execFileSync('bash', ['-c', `set -o pipefail; ${program}`, process.execPath, ...args], { encoding: 'utf8' });

test('a result that is larger than a pipe comes through whole', () => {
  const output = join(main, '..', 'output.js');
  const script = `process.stdout.isTTY; new (require(${JSON.stringify(output)}).Output)(false).result('x'.repeat(5e7))`;
  expect(piped('"$0" -e "$1" | wc -c', script).trim()).toBe('50000001');
});

test('a reader that has seen enough is no error of the command', () => {
  expect(piped('"$0" "$1" --help 2>&1 | head -n 1; echo ${PIPESTATUS[0]}', main)).toBe(
    'Usage: pipeline-worker [options] [command]\n0\n',
  );
});
