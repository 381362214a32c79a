import type { NativeConnection } from '@temporalio/worker';
import { ConfigInvalid, createWorker, readConfig } from '../../worker';
import { mustBeOwn, withKit } from '../../worker/temporalOptions';

const connection = {} as NativeConnection;
const activities = { 'kit.open': () => Promise.resolve(), 'shop.charge': () => Promise.resolve() };
const kit = { config: readConfig({}), pipelines: require.resolve('../kit/defined/pipelines'), activities };
const given = { connection, taskQueue: 'orders' };

test('what createWorker decides is refused by its name, with where to decide it', () => {
  const own = { taskQueue: 'a', maxConcurrentActivityTaskExecutions: 3, identity: 'mine' } as never;
  expect(() => mustBeOwn(own)).toThrow(ConfigInvalid);
  expect(() => mustBeOwn(own)).toThrow(
    'taskQueue (decided by config.taskQueue); maxConcurrentActivityTaskExecutions (decided by config.maxActivities).',
  );
  expect(() => mustBeOwn({ identity: 'mine' })).not.toThrow();
});

test.each([
  ['maxConcurrentActivityTaskExecutions', 'config.maxActivities'],
  ['tuner', 'config.maxActivities'],
  ['shutdownGraceTime', 'config.shutdownGraceMs'],
  ['shutdownForceTime', 'config.shutdownGraceMs'],
  ['maxHeartbeatThrottleInterval', 'the heartbeat timeouts of steps'],
  ['defaultHeartbeatThrottleInterval', 'the heartbeat timeouts of steps'],
])('in every worker %s is the kit’s', (name, by) => {
  expect(() => mustBeOwn({ [name]: 1 })).toThrow(`${name} (decided by ${by}).`);
  expect(() => withKit({ ...given, [name]: 1 }, kit)).toThrow(`${name} (decided by ${by}).`);
});

test('createWorker refuses them before it looks for any server', async () => {
  const own = { taskQueue: 'mine' } as never;
  const nowhere = { ...kit.config, redisUrl: 'redis://127.0.0.1:1' };
  const made = createWorker({
    pipelines: kit.pipelines,
    steps: [],
    deps: undefined as never,
    config: nowhere,
    worker: own,
  });
  await expect(made).rejects.toThrow('taskQueue (decided by config.taskQueue).');
});

test.each([
  ['connection', 'config.temporal', {}],
  ['namespace', 'config.temporal', 'mine'],
  ['taskQueue', 'config.taskQueue', 'mine'],
  ['workflowsPath', 'pipelines, whose file may export workflows of your own too', '/mine.js'],
  ['workflowBundle', 'workflowBundle of createWorker', { code: '' }],
])('%s is decided where the worker is made', (name, by, value) => {
  expect(() => mustBeOwn({ [name]: value })).toThrow(`${name} (decided by ${by}).`);
  expect(() => withKit({ ...given, [name]: value }, kit)).not.toThrow();
});

test('workflows of a path of one’s own are bundled in place of the pipelines, with their zod', () => {
  const { bundlerOptions } = withKit({ ...given, workflowsPath: __filename }, kit);
  expect(bundlerOptions?.webpackConfigHook?.({})).toMatchObject({
    resolve: { alias: { __pipelines$: __filename, zod$: require.resolve('zod') } },
  });
});

test('an activity, a limit or a converter that would take the place of the kit’s is refused by its name', () => {
  const own = { 'kit.open': () => 0, mine: () => 0, 'shop.charge': () => 0 };
  expect(() => withKit({ ...given, activities: own }, kit)).toThrow(
    "These activities are the kit's: kit.open, shop.charge.",
  );
  expect(() => withKit({ ...given, shutdownGraceTime: '1s' }, kit)).toThrow('shutdownGraceTime (decided by');
  const dataConverter = { payloadConverterPath: '/mine.js' };
  expect(() => withKit({ ...given, dataConverter }, kit)).toThrow('dataConverter.payloadConverterPath (/mine.js)');
});

test('what is one’s own stays: codecs, a hook of the bundler, a version, limits of workflows', () => {
  const codec = { encode: jest.fn(), decode: jest.fn() };
  const webpackConfigHook = jest.fn((config: object) => ({ ...config, resolve: { alias: { mine: '/mine.js' } } }));
  const options = withKit(
    {
      ...given,
      activities: { mine: () => 0 },
      dataConverter: { payloadCodecs: [codec] },
      bundlerOptions: { webpackConfigHook, ignoreModules: ['fs'] },
      maxCachedWorkflows: 7,
      stickyQueueScheduleToStartTimeout: '5s',
    },
    kit,
  );
  expect(options).toMatchObject({
    maxCachedWorkflows: 7,
    stickyQueueScheduleToStartTimeout: '5s',
    dataConverter: { payloadCodecs: [codec] },
    bundlerOptions: { ignoreModules: ['fs'] },
  });
  expect(Object.keys(options.activities ?? {})).toEqual(['mine', 'kit.open', 'shop.charge']);
  expect(options.bundlerOptions?.webpackConfigHook?.({})).toMatchObject({
    resolve: { alias: { mine: '/mine.js', __pipelines$: kit.pipelines } },
  });
});

test('of a worker that says nothing of its own the kit decides how soon it is heard of and how it ends', () => {
  const { activities: all, bundlerOptions, workflowsPath, dataConverter, ...options } = withKit(given, kit);
  expect(options).toStrictEqual({
    ...given,
    stickyQueueScheduleToStartTimeout: 2000,
    maxConcurrentActivityTaskExecutions: 40,
    maxHeartbeatThrottleInterval: 200,
    defaultHeartbeatThrottleInterval: 200,
    shutdownGraceTime: 10_000,
    shutdownForceTime: 20_000,
  });
  expect(all).toEqual(activities);
  expect(dataConverter?.payloadConverterPath).toMatch(/payloadConverter/);
  expect(bundlerOptions?.webpackConfigHook).toBeInstanceOf(Function);
  expect(workflowsPath).toMatch(/entry/);
});

test('a version pins runs to it; a bundle that is given is bundled no more', () => {
  const version = { deploymentName: 'orders', buildId: 'v2' };
  const config = { ...kit.config, version, maxActivities: 3, shutdownGraceMs: 1 };
  const workflowBundle = { code: '' };
  const options = withKit({ ...given, workflowBundle }, { ...kit, config });
  expect(options).toMatchObject({
    workflowBundle,
    workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' },
    maxConcurrentActivityTaskExecutions: 3,
    shutdownGraceTime: 1,
    shutdownForceTime: 10_001,
  });
  expect(options).not.toHaveProperty('workflowsPath');
  expect(options).not.toHaveProperty('bundlerOptions');
});
