/** `npm run bench:files -- FOLDER`: a report of every file in a folder, beside what is expected of it. See bench/README.md. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../../testing/servers/stack';
import { READINGS } from './expected';
import { faultsOf, rowOf } from './judge';
import { reported } from './reported';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, out: { type: 'string' }, said: { type: 'boolean', default: false } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new RangeError('npm run bench:files -- FOLDER [--only TEXT] [--out FOLDER] [--said]');
  const files = readdirSync(folder)
    .filter((name) => !name.endsWith('.md') && name.includes(values.only ?? ''))
    .sort();
  const out = values.out ?? mkdtempSync(join(tmpdir(), 'cases-'));
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete process.env[name];
  const stack = await startStack({ searchAttributes: { PipelineStatus: 'Keyword' } });
  Object.assign(process.env, { TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl });
  try {
    let wrong = 0;
    for (const file of files) {
      const name = file.replace(/\.csv$/, '');
      const got = await reported(join(folder, file), `case-${parse(file).name}`, join(out, name));
      const faults = faultsOf(name, got);
      if (faults.length > 0) wrong += 1;
      process.stdout.write(`${rowOf(name, got, faults)}\n`);
      if (values.said) for (const line of got.said) process.stdout.write(`      ${line}\n`);
    }
    const known = files.filter((file) => READINGS.some(([name]) => `${name}.csv` === file)).length;
    process.stdout.write(`\n${files.length} files, ${known} with an expectation, ${wrong} not as expected\n`);
    if (wrong > 0) process.exitCode = 1;
  } finally {
    await stack.stop();
    if (values.out === undefined) rmSync(out, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
