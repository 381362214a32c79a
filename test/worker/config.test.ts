import { clientConfig } from '../../client/config';
import { ConfigInvalid, readConfig } from '../../worker';

it('reads everything from the environment, with documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    redisUrl: 'redis://127.0.0.1:6379',
    taskQueue: 'pipeline-worker',
    prefix: 'pipeline',
    stateTtlMs: 24 * 3600 * 1000,
    cacheTtlMs: 7 * 24 * 3600 * 1000,
  });
  const set = { REDIS_URL: 'rediss://cache:6380', PIPELINE_TASK_QUEUE: 'blue', PIPELINE_STATE_TTL_SECONDS: '60' };
  expect(readConfig(set)).toMatchObject({ redisUrl: 'rediss://cache:6380', taskQueue: 'blue', stateTtlMs: 60_000 });
});

it('names every wrong variable in one error', () => {
  const read = (): unknown => readConfig({ REDIS_URL: 'http://cache', PIPELINE_MAX_ACTIVITIES: '-1' });
  expect(read).toThrow(ConfigInvalid);
  expect(read).toThrow(/REDIS_URL.*PIPELINE_MAX_ACTIVITIES/);
});

it('lets limits be changed that may be, within bounds', () => {
  const MIB = 1024 * 1024;
  expect(readConfig({})).toMatchObject({ redisTimeoutMs: 250, unsavedAnswersBytes: 64 * MIB });
  const set = { PIPELINE_REDIS_TIMEOUT_MS: '800', PIPELINE_UNSAVED_ANSWERS_MB: '8' };
  expect(readConfig(set)).toMatchObject({ redisTimeoutMs: 800, unsavedAnswersBytes: 8 * MIB });
  for (const wrong of ['49', '1001', 'long'])
    expect(() => readConfig({ PIPELINE_REDIS_TIMEOUT_MS: wrong })).toThrow(/PIPELINE_REDIS_TIMEOUT_MS/);
  for (const wrong of ['0', '4097', '1.5'])
    expect(() => readConfig({ PIPELINE_UNSAVED_ANSWERS_MB: wrong })).toThrow(/PIPELINE_UNSAVED_ANSWERS_MB/);
});

it('takes a version only whole: a worker that forgot half of it would run as an unversioned one', () => {
  const whole = { TEMPORAL_DEPLOYMENT_NAME: 'reports', TEMPORAL_WORKER_BUILD_ID: 'v2' };
  expect(readConfig(whole).version).toEqual({ deploymentName: 'reports', buildId: 'v2' });
  expect(readConfig({}).version).toBeUndefined();
  for (const missing of Object.keys(whole)) {
    expect(() => readConfig({ ...whole, [missing]: undefined })).toThrow(new RegExp(`${missing}: missing`));
  }
});

it('waits for replicas only where it is told how many, and refuses numbers that make no sense', () => {
  const set = (replicas: string, timeoutMs?: string) =>
    readConfig({ PIPELINE_REDIS_WAIT_REPLICAS: replicas, PIPELINE_REDIS_WAIT_TIMEOUT_MS: timeoutMs }).replicaWait;
  expect([readConfig({}).replicaWait, set('0', '50')]).toEqual([undefined, undefined]);
  expect(set('2')).toEqual({ replicas: 2, timeoutMs: 100 });
  expect(set('1', '50')).toEqual({ replicas: 1, timeoutMs: 50 });
  for (const wrong of ['-1', '1.5', 'all']) expect(() => set(wrong)).toThrow(/PIPELINE_REDIS_WAIT_REPLICAS/);
  for (const wrong of ['1001', 'long']) expect(() => set('1', wrong)).toThrow(/PIPELINE_REDIS_WAIT_TIMEOUT_MS/);
  expect(() => set('1', '0')).toThrow(/PIPELINE_REDIS_WAIT_TIMEOUT_MS: Redis takes 0 for ever/);
});

it('takes a variable that is set to nothing as one that is not set', () => {
  const empty = { PIPELINE_HEALTH_PORT: '', TEMPORAL_DEPLOYMENT_NAME: '', REDIS_URL: '' };
  expect(readConfig(empty)).toEqual(readConfig({}));
});

const MADE_UP = { TEMPORAL_ADDRESS: 'cluster:7233', TEMPORAL_NAMESPACE: 'blue', TEMPORAL_API_KEY: 'key' };
const temporal = { namespace: 'blue', connectionOptions: { address: 'cluster:7233', apiKey: 'key' } };

it('takes how Temporal is reached from the environment it is given, and from no other', () => {
  expect(readConfig(MADE_UP).temporal).toMatchObject(temporal);
  expect(clientConfig({}, MADE_UP)).toMatchObject({ temporal, address: 'cluster:7233', namespace: 'blue' });
  const before = process.env;
  try {
    process.env = { ...before, ...MADE_UP };
    for (const { temporal: read } of [readConfig({}), clientConfig({}, {})]) {
      expect(read.connectionOptions.address).not.toBe('cluster:7233');
      expect(read.namespace).not.toBe('blue');
    }
    expect(readConfig().temporal).toMatchObject(temporal);
  } finally {
    process.env = before;
  }
});

it('takes an address of Temporal that is set to nothing as one that is not set', () => {
  expect(clientConfig({}, { TEMPORAL_ADDRESS: '', REDIS_URL: '', PIPELINE_TASK_QUEUE: '' })).toEqual(
    clientConfig({}, {}),
  );
});
