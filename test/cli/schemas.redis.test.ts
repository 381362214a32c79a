/** Keys of schemas before this one: counted by `doctor`, and deleted only when it is asked to. */
import { checkSchemas } from '../../cli/doctor/schemas';
import type { Finding, Patient } from '../../cli/doctor/finding';
import type { Reader } from '../../redis/survey';
import { useRedis } from '../support/redis';

const redis = useRedis();

const HOUR_MS = 3_600_000;

/** A prefix of its own for each test, with what may stand in a glob. */
let prefix = '';
beforeEach(() => (prefix = `${redis.prefix}:[${expect.getState().currentTestName?.length}]*`));
afterEach(async () => {
  const left = await redis.keys();
  if (left.length > 0) await redis.raw.unlink(...left);
});

const write = (...names: string[]): Promise<unknown> =>
  Promise.all(names.map((name) => redis.raw.set(`${prefix}:${name}`, 'x', 'PX', HOUR_MS)));
const left = async (): Promise<string[]> =>
  (await redis.keys()).map((key) => key.slice(prefix.length + 1)).toSorted((a, b) => (a < b ? -1 : 1));

function check(): Promise<Finding[]> {
  const config = { prefix, temporal: { namespace: 'default' } };
  return checkSchemas({ config, redis: redis.raw as unknown as Reader, redisEndpoint: '' } as unknown as Patient);
}

/** One of each kind of key that a release before this one wrote. */
const old = [
  'v1:default:{run}:s',
  'v1:default:{run}:i:report.claims',
  'v1:default:{run}:b:sha:1',
  'v1:default:{run}:l:report.claims:hash',
  'v1:default:c:{hash}',
  'v1:default:l:{thing}',
  'v1:default:l:{thing}:t',
  'v1:default:p:{proof1}:id:s',
];
/** Nobody's, the present schema's, a later one's, another namespace's, and what is no number or no kind of ours. */
const others = [
  'other',
  'v1',
  'v1:default',
  'v1:default:x',
  'v1:default:x:{run}',
  'v1:other:{run}:s',
  'v2:default:{run}:s',
  'v2:default:c2:{hash}',
  'v3:default:{run}:s',
  'v10:default:{run}:s',
  'v0:default:{run}:s',
  'v01:default:{run}:s',
  'v1.5:default:{run}:s',
  'v-1:default:{run}:s',
  'v:default:{run}:s',
  'w1:default:{run}:s',
];

test('they are counted by schema, and nothing is deleted unasked', async () => {
  await write(...old, ...others);
  const [finding, ...more] = await check();
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    level: 'note',
    topic: 'schemas',
    text: expect.stringContaining('8 keys of schema v1') as string,
    remedy: expect.stringContaining('doctor --remove-old-schemas') as string,
    flag: '--remove-old-schemas',
  });
  expect(await left()).toHaveLength(old.length + others.length);
});

test('asked to, it deletes these and no other', async () => {
  await write(...old, ...others);
  const [finding] = await check();
  expect(await finding?.fix?.()).toBe('8 keys of schemas before v2 are deleted');
  expect(await left()).toEqual(others.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(await check()).toEqual([{ level: 'ok', topic: 'schemas', text: 'no keys of schemas before v2' }]);
});

test('thousands go in pages, and what is written meanwhile stays', async () => {
  await write(...Array.from({ length: 3000 }, (_, i) => `v1:default:{run ${i}}:s`));
  const [finding] = await check();
  expect(finding?.text).toContain('3000 keys of schema v1');
  const fixing = finding?.fix?.();
  await write('v2:default:{new}:s');
  expect(await fixing).toBe('3000 keys of schemas before v2 are deleted');
  expect(await left()).toEqual(['v2:default:{new}:s']);
});

test('without a Redis that answers there is nothing to say', async () => {
  expect(await checkSchemas({ config: {}, redisEndpoint: '' } as unknown as Patient)).toEqual([]);
});
