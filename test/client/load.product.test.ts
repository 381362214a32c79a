import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('the client loads no native module, no worker and no analyser', () => {
  const client = join(__dirname, '..', '..', 'dist', 'client');
  const script = `require(${JSON.stringify(client)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const loaded = JSON.parse(execFileSync(process.execPath, ['-e', script]).toString()) as string[];
  expect(loaded.some((path) => path.includes(join('dist', 'client')))).toBe(true);
  const forbidden =
    /\.node$|@temporalio\/(worker|core-bridge)|@energetic-ai|wink|piscina|dist\/(worker|cli|activities|workflows)\//;
  expect(loaded.filter((path) => forbidden.test(path))).toEqual([]);
});
