/** What a finished report has made can be had again after its state is gone: the same command makes it, and no other advice is given. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { safeName } from '../../client/safeName';
import { envOf, eventsOf, main, runs } from '../cli/command';
import { root } from '../docs/titles';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('./workflows'));
const folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
const csv = join(folder, 'comments.csv');
const id = `rebuilt-${randomUUID()}`;
const FILES = ['report.json', 'report.html', 'run.json', 'run.html'];

/** As when `PIPELINE_STATE_TTL_SECONDS` are over. */
async function forget(): Promise<void> {
  const keys = (await pipelines.redis.keys()).filter((key) => key.includes(`{${id}}`));
  expect(keys.length).toBeGreaterThan(0);
  await pipelines.redis.raw.unlink(...keys);
}

test('a report whose state is gone is made again by the same command, and by the one that `result` names', async () => {
  copyFileSync(join(root, 'examples', 'comments.csv'), csv);
  const env = envOf(pipelines);
  const report = (out: string) =>
    runs(['report', csv, '--id', id, '--title', 'Ann’s list', '--out', join(folder, out), '--json'], env);
  const first = await report('first');
  expect(first.code).toBe(0);

  expect(eventsOf(await report('second'))[0]).toMatchObject({ event: 'started', how: 'finished' });
  await forget();
  const again = await report('again');
  expect(eventsOf(again)[0]).toMatchObject({ event: 'started', how: 'rebuilt' });
  expect(again.code).toBe(first.code);
  expect(FILES.filter((name) => !existsSync(join(folder, 'again', name)))).toEqual([]);
  const claims = (out: string) =>
    (JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as { data: object[] }).data[1];
  expect(claims('again')).toEqual({ ...claims('first'), date: expect.any(String) as string });

  await forget();
  const inspected = await runs(['inspect', id, '--json'], env);
  expect(JSON.parse(inspected.out)).toMatchObject({
    id,
    ledger: [],
    ledgerLost: expect.stringContaining(`report FILE.csv --id ${id}`) as string,
  });
  const refused = await runs(['result', id, '--out', join(folder, 'third')], env);
  expect(refused.code).toBe(1);
  const [, advice = ''] = /with the same FILE\.csv as before: (report .*)$/m.exec(refused.err) ?? [];
  expect(advice).toBe(`report FILE.csv --id ${id} --title 'Ann’s list'`);
  const followed = await runs(
    ['report', csv, '--id', id, '--title', 'Ann’s list', '--out', join(folder, 'third')],
    env,
  );
  expect(followed.code).toBe(first.code);
  expect(FILES.filter((name) => !existsSync(join(folder, 'third', name)))).toEqual([]);
});

test('an id that looks like a path makes a folder below out/, and nothing above it', async () => {
  const deep = join(folder, 'some', 'where');
  mkdirSync(deep, { recursive: true });
  const before = readdirSync(folder);
  // The encoder is kept where it is already, and not in that folder.
  const PIPELINE_CACHE_DIR = resolve(process.env['PIPELINE_CACHE_DIR'] ?? '.pipeline-worker');
  const env = { ...process.env, ...envOf(pipelines), NO_COLOR: '1', PIPELINE_CACHE_DIR };
  await promisify(execFile)(process.execPath, [main, 'report', csv, '--id', '../../x'], { cwd: deep, env });
  expect(readdirSync(folder)).toEqual(before);
  expect(readdirSync(deep)).toEqual(['out']);
  expect(readdirSync(join(deep, 'out'))).toEqual([safeName('../../x')]);
  expect(readdirSync(join(deep, 'out', safeName('../../x')))).toEqual(expect.arrayContaining(FILES));
});
