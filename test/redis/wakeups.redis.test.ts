import { randomUUID } from 'node:crypto';
import { useRedis } from '../support/redis';
import { acquire, commitRequest } from './requests';

const redis = useRedis();
const step = 'report.claims';
const never = new AbortController().signal;

/** The store subscribes in the background; a wake-up before that would be lost, as in production. */
async function subscribed(runId: string, count: number): Promise<void> {
  const channel = `${redis.prefix}:v2:test:{${runId}}:w:${step}:h1`;
  for (;;) {
    const [, subscribers] = (await redis.raw.pubsub('NUMSUB', channel)) as [string, number];
    if (subscribers === count) return;
  }
}

test.each(['commit', 'release'] as const)('%s wakes everybody who waits for that lock', async (how) => {
  const runId = randomUUID();
  const run = redis.store.run(runId);
  const lock = await acquire(run);
  const waits = [1, 2].map(() => run.waitForRelease(step, 'h1', 60_000, never));
  await subscribed(runId, 1);
  if (how === 'commit') await run.commit(commitRequest(lock));
  else await run.release({ ...lock, outcome: 'clean' });
  await expect(Promise.all(waits)).resolves.toHaveLength(2);
  await subscribed(runId, 0);
});

test('a commit that finds the record of another wakes them too', async () => {
  const runId = randomUUID();
  const run = redis.store.run(runId);
  await run.commit(commitRequest(await acquire(run)));
  const lock = await acquire(run, { floor: 8e15 });
  const wait = run.waitForRelease(step, 'h1', 60_000, never);
  await subscribed(runId, 1);
  await run.commit(commitRequest(lock));
  await expect(wait).resolves.toBeUndefined();
});

test('without a wake-up the wait ends after its time', async () => {
  await expect(redis.store.run(randomUUID()).waitForRelease(step, 'h1', 5, never)).resolves.toBeUndefined();
});

test('an aborted wait rejects with the reason and leaves no subscription', async () => {
  const runId = randomUUID();
  const controller = new AbortController();
  const wait = redis.store.run(runId).waitForRelease(step, 'h1', 60_000, controller.signal);
  await subscribed(runId, 1);
  controller.abort(new Error('cancelled by the user'));
  await expect(wait).rejects.toThrow('cancelled by the user');
  await subscribed(runId, 0);
  const again = redis.store.run(runId).waitForRelease(step, 'h1', 60_000, controller.signal);
  await expect(again).rejects.toThrow('cancelled by the user');
});

test('the release of another lock wakes nobody', async () => {
  const runId = randomUUID();
  const run = redis.store.run(runId);
  const other = await acquire(run, { hash: 'h2' });
  const controller = new AbortController();
  const wait = run.waitForRelease(step, 'h1', 60_000, controller.signal);
  await subscribed(runId, 1);
  await run.release({ ...other, outcome: 'clean' });
  controller.abort(new Error('still waiting'));
  await expect(wait).rejects.toThrow('still waiting');
});

test('closing the store ends its waits', async () => {
  const store = await redis.open();
  const wait = store.run(randomUUID()).waitForRelease(step, 'h1', 60_000, never);
  await store.close();
  await expect(wait).resolves.toBeUndefined();
});
