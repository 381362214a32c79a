/** Schedules are Temporal's own: nothing of ours runs between two times. */
import { connect, NotPossible, ScheduleNotFound, StartInvalid } from '../../client';
import type { PipelineClient, ScheduleOptions } from '../../client';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('./workflows'));
const nightly: ScheduleOptions = { cron: '0 3 * * *', timezone: 'Europe/Zurich' };
const clients: PipelineClient[] = [];
let client: PipelineClient;

async function connected(taskQueue = pipelines.config().taskQueue): Promise<PipelineClient> {
  const { temporal, redisUrl, prefix } = pipelines.config();
  const made = await connect({ temporal, redisUrl, prefix, taskQueue });
  clients.push(made);
  return made;
}

beforeAll(async () => {
  client = await connected();
});
afterAll(() => Promise.all(clients.map((one) => one.close())));

test('a schedule starts runs whose ids are its name and the time, with their priority; the same call again updates it', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const made = await client.schedule(
    'nightly',
    { ...nightly, priority: 1, fairnessKey: 'tenant-a', options: { onFailure: 'fail' }, summary: 'every night' },
    'plainPipeline',
    { count: 3 },
  );
  expect(made.how).toBe('created');
  const { schedule } = made;
  expect(await schedule.describe()).toMatchObject({
    name: 'nightly',
    type: 'plainPipeline',
    input: { count: 3 },
    cron: ['0 3 * * *'],
    timezone: 'Europe/Zurich',
    overlap: 'SKIP',
    paused: false,
    recent: [],
    taken: 0,
  });
  const run = await schedule.trigger();
  if (!run) throw new Error('nothing was started');
  expect(run.id).toMatch(/^nightly-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(await run.result()).toMatchObject({ status: 'ok', result: { listed: 3 } });
  expect(await run.inspect()).toMatchObject({ id: run.id, priority: 1, fairnessKey: 'tenant-a', input: { count: 3 } });

  await schedule.pause('the shop is closed');
  expect(await schedule.describe()).toMatchObject({ paused: true, note: 'the shop is closed', taken: 1 });
  const again = await client.schedule('nightly', { cron: ['0 4 * * *', '@hourly'] }, 'plainPipeline', { count: 5 });
  expect(again.how).toBe('updated');
  const [found] = (await client.listSchedules()).filter(({ name }) => name === 'nightly');
  expect(found).toMatchObject({ input: { count: 5 }, timezone: 'UTC', paused: true, note: 'the shop is closed' });
  expect(found?.cron).toEqual(['0 4 * * *', '@hourly']);
  expect(found?.recent).toEqual([{ id: run.id, at: expect.any(String) }]);
  await schedule.resume();
  const resumed = await schedule.describe();
  expect(resumed.paused).toBe(false);
  expect(resumed).not.toHaveProperty('note');

  await schedule.delete();
  await expect(schedule.describe()).rejects.toThrow(ScheduleNotFound);
  await expect(schedule.trigger()).rejects.toThrow(
    /knows no schedule nightly\. See which there are with `schedule list`/,
  );
  expect((await run.result()).status).toBe('ok');
});

test('a trigger keeps to the overlap of the schedule: with SKIP none starts beside one that has not ended', async () => {
  const { schedule } = await client.schedule('slow', nightly, 'plainPipeline', { count: 1 });
  const first = await schedule.trigger();
  expect(first).toBeDefined();
  expect(await schedule.trigger()).toBeUndefined();
  expect(await schedule.describe()).toMatchObject({ taken: 1, skipped: 1, recent: [{ id: first?.id }] });
  await pipelines.worker([sumSteps], { world: new World() });
  expect(await first?.result()).toMatchObject({ status: 'ok' });
  await schedule.delete();
});

test.each<[string, Partial<ScheduleOptions>, string]>([
  [
    'a cron with four fields',
    { cron: '0 3 * *' },
    "(cron '0 3 * *', timezone Europe/Zurich): CronString does not have 5-7 fields. A cron has five",
  ],
  ['an hour that no day has', { cron: '0 25 * * *' }, 'Hour is not in range [0-23]. A cron has five fields'],
  ['no cron', { cron: [] }, 'A schedule needs a cron. A cron has five fields'],
  [
    'a timezone that does not exist',
    { timezone: 'Europe/Zuerich' },
    'There is no timezone "Europe/Zuerich". A timezone has a name such as Europe/Zurich',
  ],
  ['the timezone of whatever machine Temporal runs on', { timezone: 'Local' }, 'There is no timezone "Local"'],
  ['an overlap by another name', { overlap: 'skip' as 'SKIP' }, 'overlap must be one of SKIP, BUFFER_ONE,'],
  [
    'a priority that Temporal takes for none',
    { priority: 0 },
    'The priority must be a whole number from 1, which goes first, to 5; it is 0.',
  ],
  [
    'a fairness key that is too long',
    { fairnessKey: 'ä'.repeat(33) },
    'The fairness key must be text of 1 to 64 bytes; it has 66.',
  ],
  ['options that no run takes', { options: { onFailure: 'never' as 'fail' } }, "'onFailure' must be"],
])('%s is refused at once, with a sentence that says what is right', async (_what, wrong, sentence) => {
  const made = client.schedule('wrong', { ...nightly, ...wrong }, 'plainPipeline', { count: 1 });
  await expect(made).rejects.toThrow(StartInvalid);
  await expect(made).rejects.toThrow(sentence);
  await expect(client.scheduleHandle('wrong').describe()).rejects.toThrow(ScheduleNotFound);
});

test('a wrong cron does not change the schedule that is there, nor does a name or input that no run could have pass', async () => {
  const { schedule } = await client.schedule('kept', nightly, 'plainPipeline', { count: 1 });
  await expect(client.schedule('kept', { cron: 'never' }, 'plainPipeline', {})).rejects.toThrow(StartInvalid);
  expect((await schedule.describe()).cron).toEqual(['0 3 * * *']);
  const named = (name: string): Promise<unknown> => client.schedule(name, nightly, 'plainPipeline', { count: 1 });
  await expect(named('x'.repeat(180))).rejects.toThrow(StartInvalid);
  await expect(client.schedule('big', nightly, 'plainPipeline', { text: 'x'.repeat(20_000) })).rejects.toThrow(
    /at most 16384/,
  );
  expect(await named('x'.repeat(179))).toMatchObject({ how: 'created' });
  await client.scheduleHandle('x'.repeat(179)).delete();
  await schedule.delete();
});

test('the schedule of another task queue is neither listed nor changed', async () => {
  const other = await connected('another-queue');
  const { schedule } = await other.schedule('theirs', nightly, 'plainPipeline', { count: 1 });
  const taking = client.schedule('theirs', { cron: '@daily' }, 'plainPipeline', { count: 2 });
  await expect(taking).rejects.toThrow(NotPossible);
  await expect(taking).rejects.toThrow('The schedule theirs belongs to the task queue another-queue');
  expect((await schedule.describe()).input).toEqual({ count: 1 });
  expect((await client.listSchedules()).map(({ name }) => name)).not.toContain('theirs');
  await schedule.delete();
});

test('a run keeps its priority when it is started again', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const { handle } = await client.start('plainPipeline', { count: 2 }, { id: 'urgent', priority: 1, fairnessKey: 'b' });
  await handle.result();
  await handle.retry();
  await handle.result();
  expect(await handle.inspect()).toMatchObject({ priority: 1, fairnessKey: 'b' });
  await expect(client.start('plainPipeline', {}, { id: 'wrong', priority: 1.5 })).rejects.toThrow(StartInvalid);
  const { handle: plain } = await client.start('plainPipeline', { count: 2 }, { id: 'plain' });
  await plain.result();
  expect(await plain.inspect()).not.toHaveProperty('priority');
});
