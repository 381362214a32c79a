/** The bench of the locks ends where commands take longer than a lock waits for them, as beside busy processes. */
import { openClient } from '../../bench/locks/clients';
import { resourceLock, stepLock } from '../../bench/locks/candidates/ours';
import { commit } from '../../bench/locks/commit';
import type { Context } from '../../bench/locks/context';
import { startFaultProxy } from '../../bench/locks/faultProxy';
import type { FaultProxy } from '../../bench/locks/faultProxy';
import { renew } from '../../bench/locks/renew';
import { contend } from '../../bench/locks/waiters';
import { useRedis } from '../support/redis';

/** Locks wait 250 ms for a command. */
const LATE_MS = 400;
const redis = useRedis({ own: true });

let way: FaultProxy;
let context: Context;
beforeEach(async () => {
  way = await startFaultProxy(redis.url);
  way.late(LATE_MS);
  const admin = await openClient(6, redis.url, { protocol: 2 });
  context = { url: way.url, admin, rounds: 8, holdMs: 5, say: () => undefined };
});
afterEach(() => {
  way.close();
  context.admin.disconnect();
});

test.each([
  ['renewal', renew],
  ['commits', commit],
])('the part about %s ends with its table', async (_, part) => {
  const { text, figures } = await part(context);
  expect(text).toMatch(/^-+ {2}-+/m);
  expect(JSON.stringify(figures)).toContain('"median":');
});

test.each([resourceLock, stepLock])(
  'a hundred waiters for $name are all served, or told that they were not',
  async (about) => {
    const lock = await about.open(way.url, { isPatient: true });
    const failed: unknown[] = [];
    const run = await contend(lock, {
      key: about.name,
      holdMs: 20,
      calls: () => Promise.resolve(0),
      failed: (error) => failed.push(error),
    });
    lock.close();
    expect(run.served + failed.length).toBeGreaterThanOrEqual(100);
  },
);
