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

const DEFAULTS = {
  redisUrl: 'redis://127.0.0.1:6379',
  taskQueue: 'pipeline-worker',
  prefix: 'pipeline',
  stateTtlMs: 86_400_000,
  cacheTtlMs: 604_800_000,
  maxActivities: 40,
  shutdownGraceMs: 10_000,
  redisTimeoutMs: 250,
  unsavedAnswersBytes: 67_108_864,
};

it('takes names of one letter, and the least of each number', () => {
  const { temporal: _, ...least } = readConfig({
    PIPELINE_TASK_QUEUE: 'q',
    PIPELINE_PREFIX: 'p',
    PIPELINE_MAX_ACTIVITIES: '1',
    PIPELINE_UNSAVED_ANSWERS_MB: '1',
    PIPELINE_REDIS_WAIT_REPLICAS: '1',
    PIPELINE_REDIS_WAIT_TIMEOUT_MS: '1',
    PIPELINE_REDIS_TIMEOUT_MS: '50',
    TEMPORAL_DEPLOYMENT_NAME: 'd',
    TEMPORAL_WORKER_BUILD_ID: 'b',
  });
  expect(least).toMatchObject({
    taskQueue: 'q',
    prefix: 'p',
    maxActivities: 1,
    unsavedAnswersBytes: 1_048_576,
    replicaWait: { replicas: 1, timeoutMs: 1 },
    redisTimeoutMs: 50,
    version: { deploymentName: 'd', buildId: 'b' },
  });
});

it('has one place for each variable, and none for what nobody set', () => {
  const { temporal: _none, ...none } = readConfig({});
  expect(none).toStrictEqual(DEFAULTS);
  const { temporal: _all, ...all } = readConfig({
    REDIS_URL: 'redis://cache:6380',
    PIPELINE_TASK_QUEUE: 'blue',
    PIPELINE_PREFIX: 'tenant',
    PIPELINE_STATE_TTL_SECONDS: '1.5',
    PIPELINE_CACHE_TTL_SECONDS: '2',
    PIPELINE_MAX_ACTIVITIES: '3',
    PIPELINE_SHUTDOWN_GRACE_SECONDS: '0.5',
    PIPELINE_INPUT_DIR: '/in',
    PIPELINE_OUTPUT_DIR: '/out',
    PIPELINE_NOTIFY_URL: 'https://chat/hook',
    PIPELINE_HEALTH_PORT: '0',
    PIPELINE_METRICS_PORT: '65535',
    PIPELINE_REDIS_TIMEOUT_MS: '300',
    PIPELINE_UNSAVED_ANSWERS_MB: '2',
    PIPELINE_REDIS_WAIT_REPLICAS: '1',
    PIPELINE_REDIS_WAIT_TIMEOUT_MS: '1000',
    TEMPORAL_DEPLOYMENT_NAME: 'reports',
    TEMPORAL_WORKER_BUILD_ID: 'v2',
  });
  expect(all).toStrictEqual({
    redisUrl: 'redis://cache:6380',
    redisTimeoutMs: 300,
    unsavedAnswersBytes: 2_097_152,
    replicaWait: { replicas: 1, timeoutMs: 1000 },
    taskQueue: 'blue',
    prefix: 'tenant',
    stateTtlMs: 1500,
    cacheTtlMs: 2000,
    maxActivities: 3,
    shutdownGraceMs: 500,
    inputDir: '/in',
    outputDir: '/out',
    notifyUrl: 'https://chat/hook',
    healthPort: 0,
    metricsPort: 65_535,
    version: { deploymentName: 'reports', buildId: 'v2' },
  });
});

it.each([
  ['PIPELINE_HEALTH_PORT', '65536'],
  ['PIPELINE_METRICS_PORT', '-1'],
  ['PIPELINE_HEALTH_PORT', '1.5'],
  ['PIPELINE_PREFIX', 'x'.repeat(51)],
  ['PIPELINE_STATE_TTL_SECONDS', '0'],
  ['PIPELINE_MAX_ACTIVITIES', '0'],
  ['PIPELINE_MAX_ACTIVITIES', '1.5'],
  ['PIPELINE_NOTIFY_URL', 'ftp://chat/hook'],
])('refuses %s=%s by its name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^The environment has wrong values: ${name}: `));
});

it('takes a prefix of 50 characters', () => {
  expect(readConfig({ PIPELINE_PREFIX: 'x'.repeat(50) }).prefix).toHaveLength(50);
});

it('refuses a certificate of Redis without its key, and hands both on', () => {
  expect(() => readConfig({ PIPELINE_REDIS_TLS_CERT: '/cert.pem' })).toThrow(
    'PIPELINE_REDIS_TLS_KEY: missing; a certificate is shown with its key',
  );
  expect(() => readConfig({ TEMPORAL_WORKER_BUILD_ID: 'v2' })).toThrow(
    'TEMPORAL_DEPLOYMENT_NAME: missing; a versioned worker needs both names',
  );
});

it('a client has the same defaults; what its options say holds over the environment', () => {
  const own = { redisUrl: 'redis://own', prefix: 'own', taskQueue: 'own' };
  const { temporal: _none, ...none } = clientConfig({}, {});
  const { redisUrl, prefix, taskQueue } = DEFAULTS;
  expect(none).toStrictEqual({ address: 'localhost:7233', namespace: 'default', redisUrl, prefix, taskQueue });
  const env = {
    REDIS_URL: 'redis://env',
    PIPELINE_PREFIX: 'env',
    PIPELINE_TASK_QUEUE: 'env',
    TEMPORAL_NAMESPACE: 'env',
  };
  expect(clientConfig({}, env)).toMatchObject({
    redisUrl: 'redis://env',
    prefix: 'env',
    taskQueue: 'env',
    namespace: 'env',
  });
  const given = { connectionOptions: { address: 'own:7233' }, namespace: 'own' };
  expect(clientConfig({ ...own, temporal: given }, env)).toStrictEqual({
    ...own,
    temporal: given,
    address: 'own:7233',
    namespace: 'own',
  });
});
