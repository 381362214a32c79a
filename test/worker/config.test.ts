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
