/** A worker whose user of Redis lacks one of the rights that `doctor --acl` prints says which before it polls; it needs no other. */
import { Redis } from 'ioredis';
import { rightsOf } from '../../redis/rights';
import { startTemporal } from '../../testing/servers/temporal';
import { freePorts } from '../../testing/servers/ports';
import type { StartedTemporal } from '../../testing/servers/temporal';
import { launch } from '../cli/command';
import { until } from '../kit/driver';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { asUser, eachMissing, ofPeople } from '../support/users';
import { endsOf } from './ends';

jest.setTimeout(300_000);
const rights = rightsOf({ prefix: 'pipeline', isCluster: false });
let temporal: StartedTemporal;
let server: OddRedis;
let raw: Redis;

beforeAll(async () => {
  [temporal, server] = await Promise.all([startTemporal(), startOddRedis([])]);
  raw = new Redis(server.url);
});
afterAll(async () => {
  raw.disconnect();
  await Promise.all([temporal.stop(), server.stop()]);
});

test('each right that is missing ends a worker with 5 and the remedy, and it was never ready', async () => {
  const users = eachMissing(rights).filter(({ right }) => !ofPeople.has(right));
  expect(users.length).toBeGreaterThan(30);
  const places = users.map(({ right, left }, i) => {
    // Of a database other than the first, which is chosen by SELECT.
    const database = right === '+select' ? '/1' : '';
    return [right, async () => `${await asUser({ raw, url: server.url }, `without${i}`, left)}${database}`] as const;
  });
  const ends = await endsOf(places, temporal.address, ['worker']);
  const inOrder = ends.toSorted((a, b) => a.what.localeCompare(b.what));
  const said = users.map(({ right }) => right).toSorted((a, b) => a.localeCompare(b));
  expect(inOrder).toEqual(
    said.map((what) => ({
      what,
      code: 5,
      err: expect.stringMatching(naming(what)) as unknown,
      inTime: true,
      wasReady: false,
    })),
  );
});

/** The command that was refused, then the remedy; of keys and channels what they are. */
function naming(right: string): RegExp {
  const remedy = String.raw`.*This user lacks a right: grant it.*doctor --acl`;
  if (!right.startsWith('+')) return new RegExp(`(?:NOPERM|channel|key)${remedy}`, 's');
  return new RegExp(`${right.slice(1)}${remedy}`, 'is');
}

test('without those for people a worker is ready, and says what it cannot know', async () => {
  const [health = 0] = await freePorts(1);
  const url = await asUser(
    { raw, url: server.url },
    'least',
    rights.filter((right) => !ofPeople.has(right)),
  );
  const env = { TEMPORAL_ADDRESS: temporal.address, REDIS_URL: url, PIPELINE_HEALTH_PORT: String(health) };
  const { child, ended } = launch(['worker'], env);
  try {
    await until(
      () =>
        fetch(`http://127.0.0.1:${health}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      (isReady) => isReady || child.exitCode !== null,
    );
  } finally {
    child.kill('SIGTERM');
  }
  const { code, err } = await ended;
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining('does not tell whether it evicts') as unknown,
  });
});
