/** What the doctor says of a Redis, by the settings that it tells. */
import { checkRedis } from '../../cli/doctor/redis';
import { crashes, failovers } from '../../cli/doctor/setups';
import type { Finding, Patient } from '../../cli/doctor/finding';

const healthy = {
  redis_version: '7.0.15',
  maxmemory_policy: 'noeviction',
  aof_enabled: '1',
  role: 'master',
  used_memory: '1000000',
  maxmemory: '0',
  connected_slaves: '0',
};
const settings: Readonly<Record<string, string>> = {
  save: '',
  appendfsync: 'always',
  'min-replicas-to-write': '0',
};

function findings(info: object, config = settings, replicaWait?: object): Promise<Finding[]> {
  const lines = Object.entries({ ...healthy, ...info }).map(([name, value]) => `${name}:${value}`);
  const redis = {
    info: () => Promise.resolve(['# Server', ...lines, ''].join('\r\n')),
    config: (_get: string, name: string) => Promise.resolve([name, config[name]]),
  };
  const patient: unknown = { redis, redisEndpoint: 'redis://here:6379', config: { replicaWait } };
  return checkRedis(patient as Patient);
}

const textsOf = (found: readonly Finding[]): string[] => found.map(({ text }) => text);

test('of a Redis that keeps everything it is told what a crash and a failover lose', async () => {
  const found = await findings({});
  expect(found.filter(({ level }) => level !== 'ok')).toEqual([]);
  expect(textsOf(found)).toEqual([
    '7.0.15 at redis://here:6379, noeviction, appendonly',
    'appendonly, appendfsync always: a crash loses nothing that was answered',
    'no replica: nobody takes over: work waits until it is back',
  ]);
});

test.each([
  [{ aof_enabled: '0' }, {}, crashes.nothing],
  [{ aof_enabled: '0' }, { save: '3600 1' }, crashes.snapshots],
  [{}, { appendfsync: 'everysec' }, crashes.everysec],
  [{}, { appendfsync: 'no' }, crashes.no],
  [{}, {}, crashes.always],
  [{}, {}, failovers.alone],
  [{ connected_slaves: '2' }, {}, failovers.replicas],
  [{ connected_slaves: '2' }, { 'min-replicas-to-write': '1' }, failovers.guarded],
])('%j with %j: %j', async (info, config, { setUp, loses }) => {
  expect(textsOf(await findings(info, { ...settings, ...config }))).toContain(`${setUp}: ${loses}`);
});

test.each([
  ['0', failovers.waited],
  ['1', failovers.waitedAndGuarded],
])('where replicas are waited for, with min-replicas-to-write %s, less is lost', async (least, { setUp, loses }) => {
  const config = { ...settings, 'min-replicas-to-write': least };
  const found = await findings({ connected_slaves: '1' }, config, { replicas: 1 });
  expect(textsOf(found)).toContain(`${setUp}: ${loses}`);
});

test('fewer replicas than are waited for are wrong, with what to set', async () => {
  const found = await findings({ connected_slaves: '1' }, settings, { replicas: 2 });
  expect(found).toMatchObject([{ level: 'wrong', text: expect.stringContaining('1 of the 2 replicas') as string }]);
  expect(found[0]?.text).toContain('lower the setting; 0 waits for none');
});

test('of a Redis that does not tell its settings that is said, and nothing is guessed', async () => {
  const found = await findings({ connected_slaves: '1' }, {});
  expect(found.filter(({ level }) => level === 'ok')).toHaveLength(1);
  expect(found).toContainEqual(
    expect.objectContaining({ level: 'note', text: expect.stringContaining('CONFIG GET') as string }),
  );
});

test.each([
  ['evicts keys', { maxmemory_policy: 'allkeys-lru' }, 'Set maxmemory-policy to noeviction'],
  ['is too old', { redis_version: '6.0.9' }, 'Use Redis 6.2 or newer'],
  ['is a read-only replica', { role: 'slave', slave_read_only: '1' }, 'Connect to its master'],
])('one that %s is wrong, with what to set', async (_what, info, remedy) => {
  const [first, ...none] = await findings(info);
  expect(first?.level).toBe('wrong');
  expect(first?.text).toContain(remedy);
  expect(none).toEqual([]);
});

test.each([
  ['without persistence', { aof_enabled: '0' }, 'nothing is kept'],
  ['nearly full', { used_memory: '900', maxmemory: '1000' }, '90 % of its memory are used'],
  ['cut off from its replicas', { connected_slaves: '1' }, 'a master which is cut off still took'],
])('one that is %s is worth a note, and all is well otherwise', async (_what, info, text) => {
  const notes = (await findings(info)).filter(({ level }) => level !== 'ok');
  expect(notes).toMatchObject([{ level: 'note', text: expect.stringContaining(text) as string }]);
});

test('replicas that a write waits for, and memory with room, are no news', async () => {
  const guarded = { ...settings, 'min-replicas-to-write': '1' };
  const found = await findings({ connected_slaves: '2', used_memory: '100', maxmemory: '1000' }, guarded);
  expect(found.filter(({ level }) => level !== 'ok')).toEqual([]);
});
