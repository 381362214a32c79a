import { parseAddress } from '../../redis';
import { openCluster } from '../../redis/clients';

/** Each time is a connection of its own, and some milliseconds of work in every client. */
test('a client of a Cluster asks for the slots a few times a minute unasked, and many do not ask together', () => {
  const address = parseAddress('redis+cluster://127.0.0.1:1');
  if (address.form !== 'cluster') throw new Error('not the address of a Cluster');
  const intervals = Array.from({ length: 50 }, () => {
    const client = openCluster(address, undefined, { retryStrategy: () => 50, resends: false });
    client.disconnect();
    return client.options.slotsRefreshInterval ?? 0;
  });
  expect(Math.min(...intervals)).toBeGreaterThanOrEqual(5000);
  expect(Math.max(...intervals)).toBeLessThanOrEqual(15_000);
  expect(new Set(intervals).size).toBeGreaterThan(25);
});
