/** A user that may neither SCAN nor KEYS does all that workers, `inspect` and the tests of a run do. */
import { randomUUID } from 'node:crypto';
import { useRedis } from '../support/redis';
import { acquire, commitRequest } from './requests';

const redis = useRedis({ own: true });

test('a run is worked on, told, kept alive and deleted by a user that may not look through the database', async () => {
  await redis.raw.call('ACL', 'SETUSER', 'near', 'reset', 'on', '>secret', '~*', '&*', '+@all', '-scan', '-keys');
  const store = await redis.open({ url: redis.url.replace('redis://', 'redis://near:secret@') });
  const run = store.run(randomUUID());
  await run.open('input');
  const lock = await acquire(run);
  await run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }]);
  await run.commit(commitRequest(lock, { blobs: [await run.putBlob(Buffer.from('blob'))] }));
  await run.strike('report.claims', 1);
  await run.keepAlive();
  expect(await run.facts()).toMatchObject({ records: [{ hash: 'h1' }], strikes: [{ tokens: [1] }] });
  expect(await run.dropAll()).toBe(5);
  await expect(store.ping()).resolves.toBeUndefined();
});
