/** `doctor` and `locks` on servers with faults that the tests make. */
import { randomUUID } from 'node:crypto';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { envOf, eventsOf, runs } from './command';
import type { Ran } from './command';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const cli = (...args: string[]): Promise<Ran> => runs(args, envOf(pipelines));

interface Found {
  readonly event: string;
  readonly level: string;
  readonly topic: string;
  readonly text: string;
  readonly remedy?: string;
}
async function findings(...args: string[]): Promise<{ code: number | null; found: Found[] }> {
  const ran = await cli('doctor', ...args, '--json');
  const found = eventsOf(ran) as unknown as Found[];
  return { code: ran.code, found: found.filter(({ event }) => event === 'finding') };
}
const levelsOf = (found: readonly Found[], topic: string): string[] =>
  found.filter((finding) => finding.topic === topic).map(({ level }) => level);

test('doctor names the missing search attribute and its remedy with exit 1; --fix registers it, and then all is well', async () => {
  const sick = await cli('doctor');
  expect(sick.code).toBe(1);
  expect(sick.out).toMatch(/✗ search +attribute PipelineStatus is not registered.*doctor --fix, or: temporal operator/);
  expect(sick.err).toBe('1 wrong; doctor --fix mends 1\n');
  const fixed = await findings('--fix');
  expect(fixed.code).toBe(0);
  expect(levelsOf(fixed.found, 'search')).toEqual(['fixed']);
  const { operatorService } = pipelines.client.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace: 'default' });
  expect(customAttributes).toHaveProperty('PipelineStatus');
  const well = await findings();
  expect(well.code).toBe(0);
  expect(levelsOf(well.found, 'clocks')).toEqual(['ok', 'ok']);
  expect(levelsOf(well.found, 'disk')).toEqual(['ok']);
  expect(levelsOf(well.found, 'orphans')).toEqual(['ok']);
});

test('every finding that is not ok has a remedy', async () => {
  const { found } = await findings();
  const bad = found.filter(({ level }) => level === 'note' || level === 'wrong');
  expect(bad.length).toBeGreaterThan(0);
  expect(bad.filter(({ remedy = '' }) => remedy === '')).toEqual([]);
});

test('keys of a run that Temporal does not know are orphans once nobody used them for long; --fix deletes those alone', async () => {
  const { raw, prefix } = pipelines.redis;
  const orphan = `${prefix}:v2:default:{gone-${randomUUID()}}:s`;
  const young = `${prefix}:v2:default:{young}:s`;
  await raw.hset(young, 'x', 1);
  await raw.pexpire(young, 60_000);
  await raw.call('RESTORE', orphan, 60_000, await raw.dumpBuffer(young), 'IDLETIME', 3600);
  const seen = await findings();
  expect(seen.code).toBe(1);
  expect(seen.found.find(({ level }) => level === 'wrong')?.text).toMatch(/knows no run of these ids.*: gone-/);
  expect((await findings('--fix')).code).toBe(0);
  expect(await raw.exists(orphan)).toBe(0);
  expect(await raw.exists(young)).toBe(1);
});

test('keys of an earlier schema are worth a note, and only --remove-old-schemas deletes them', async () => {
  const { raw, prefix } = pipelines.redis;
  const keys = [`${prefix}:v1:default:{old}:s`, `${prefix}:v1:default:c:{hash}`];
  for (const key of keys) await raw.set(key, 'x', 'PX', 600_000);
  for (const flags of [[], ['--fix']]) {
    const { found } = await findings(...flags);
    expect(found.find(({ topic }) => topic === 'schemas')).toMatchObject({
      level: 'note',
      text: '2 keys of schema v1 are left by earlier releases; this one reads v2 alone',
    });
  }
  const removed = await findings('--remove-old-schemas');
  expect(levelsOf(removed.found, 'schemas')).toEqual(['fixed']);
  expect(await raw.exists(...keys)).toBe(0);
});

test('a key without an end and a lock of a run that does not run are named; the key gets an end', async () => {
  const { raw, prefix } = pipelines.redis;
  const key = `${prefix}:v2:default:{endless}:s`;
  await raw.set(key, 'x');
  const store = await pipelines.redis.open({ namespace: 'default' });
  const request = { step: 'sum.total', hash: 'h', owner: 'o', scope: 'default/zombie/x/1', seq: 1, leaseMs: 60_000 };
  await store.run('zombie').begin({ ...request, maxFailures: 5, maxDeaths: 5 });
  const thing = await store.resource('thing').acquire({ scope: 'default/zombie/x/2', leaseMs: 60_000 });
  const { found } = await findings('--fix');
  expect(found.filter(({ topic, level }) => topic === 'orphans' && level === 'fixed')).toHaveLength(1);
  expect(found.find(({ level }) => level === 'wrong')?.text).toContain(
    '2 locks are held for runs that do not run: sum.total of zombie, thing',
  );
  expect(await raw.pttl(key)).toBeGreaterThan(0);
  await thing.release();
  await raw.del(`${prefix}:v2:default:{zombie}:l:sum.total:h`);
});

test('what does not answer is a finding, and the rest is looked at nevertheless', async () => {
  const env = { ...envOf(pipelines), REDIS_URL: 'redis://user:secret@127.0.0.1:1' };
  const { code, out } = await runs(['doctor'], env);
  expect(code).toBe(1);
  expect(out).toMatch(/✗ redis .*ECONNREFUSED/);
  expect(out).toMatch(/✓ temporal/);
  expect(out).not.toContain('secret');
});

test('locks shows the lock of a step, who holds an outside thing, and who waits for it', async () => {
  const world = new World().on('note', stopped);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 2 });
  await until(
    () => world.count('note'),
    (times) => times > 0,
  );
  const store = await pipelines.redis.open({ namespace: 'default' });
  const enough = new AbortController();
  const scope = 'default/other/x/7';
  const waiting = store.resource('notes').acquire({ waitMs: 110_000, scope, signal: enough.signal });
  // Handled at once: it is awaited only after the test has looked.
  const ended = waiting.catch((error: unknown) => String(error));
  const { raw, prefix } = pipelines.redis;
  await until(
    () => raw.zcard(`${prefix}:v2:default:l:{notes}:q`),
    (count) => count === 1,
  );
  const plain = await cli('locks');
  expect(plain.out).toMatch(
    new RegExp(`^step +${run.workflowId} +sum\\.note \\(\\w{8}\\) +\\d\\.\\d s left, activity`, 'm'),
  );
  expect(plain.out).toMatch(
    new RegExp(`^resource +notes +held by ${run.workflowId} \\(activity .*; 1 wait: other \\(activity 7\\)$`, 'm'),
  );
  expect(eventsOf(await cli('locks', '--json'))).toMatchObject([
    { event: 'lock', kind: 'step', run: run.workflowId, step: 'sum.note', revoked: false },
    { event: 'lock', kind: 'resource', resource: 'notes', waiting: [{ run: 'other', activity: '7' }] },
  ]);
  enough.abort();
  expect(await ended).toContain('aborted');
  await run.cancel();
  await expect(run.result()).rejects.toThrow('cancelled');
});
