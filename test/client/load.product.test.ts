/** What a program takes on with the client. How long that takes is printed, not asserted: it depends on the machine. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const client = join(__dirname, '..', '..', 'dist', 'client');

/** Loads the client in a process of its own. */
function load(): { loaded: string[]; tookMs: number } {
  const script = `
    const from = performance.now();
    require(${JSON.stringify(client)});
    const tookMs = performance.now() - from;
    console.log(JSON.stringify({ loaded: Object.keys(require.cache), tookMs }));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script]).toString()) as ReturnType<typeof load>;
}

test('the client loads no native module, no worker and no analyser', () => {
  const { loaded } = load();
  expect(loaded.some((path) => path.includes(join('dist', 'client')))).toBe(true);
  // Of the workflows only the shapes of messages, which both sides check (plain code without imports).
  const forbidden =
    /\.node$|@temporalio\/(worker|core-bridge)|wink|piscina|dist\/(worker|cli|activities|workflows(?!\/kit\/shapes\.js$))\//;
  expect(loaded.filter((path) => forbidden.test(path))).toEqual([]);
});

test('the client is loaded in a moment; how long that took is printed', () => {
  const runs = Array.from({ length: 5 }, load);
  const [, , median = NaN] = runs.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  process.stderr.write(
    `client: ${runs[0]?.loaded.length} modules in ${Math.round(median)} ms (median of 5 processes)\n`,
  );
  // A client that loads a worker or an analyser by mistake has thousands.
  expect(runs[0]?.loaded.length).toBeLessThan(1000);
});
