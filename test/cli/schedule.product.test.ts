/** Schedules from the command line, and the turn of a run. */
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { envOf, eventsOf, runs } from './command';
import type { Ran } from './command';

const pipelines = usePipelines(require.resolve('../client/workflows'));
const schedule = (...args: string[]): Promise<Ran> => runs(['schedule', ...args], envOf(pipelines));
const nightly = ['nightly', '--cron', '0 3 * * *', '--timezone', 'Europe/Zurich', 'plainPipeline'];

test('a schedule is made, listed, triggered, paused, resumed and deleted', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const made = await schedule(...nightly, '--input', '{"count":2}', '--priority', '1', '--fairness-key', 'north');
  expect(made).toMatchObject({ code: 0, out: '' });
  expect(made.err).toMatch(/^schedule nightly \(created\): plainPipeline, next \d{4}-\d\d-\d\dT0[12]:00:00Z\n$/);
  const triggered = await schedule('trigger', 'nightly');
  expect(triggered.code).toBe(0);
  const id = triggered.out.trim();
  expect(id).toMatch(/^nightly-\d{4}-.*Z$/);
  expect(triggered.err).toContain(`pipeline-worker watch ${id}`);
  const watched = await runs(['watch', id], envOf(pipelines));
  expect(watched.code).toBe(0);
  const inspected = await runs(['inspect', id], envOf(pipelines));
  expect(inspected.out).toMatch(/ in Redis {2}priority 1 {2}fairnessKey north\n/);

  expect((await schedule('pause', 'nightly', '--reason', 'the shop is closed')).err).toContain('is paused');
  const again = await schedule(...nightly, '--input', '{"count":3}', '--json');
  expect(eventsOf(again)).toMatchObject([
    { event: 'scheduled', how: 'updated', name: 'nightly', input: { count: 3 }, paused: true, cron: ['0 3 * * *'] },
  ]);
  const listed = await schedule('list');
  expect(listed.out).toBe(
    `nightly  plainPipeline  0 3 * * * Europe/Zurich  paused  last ${id}\n  paused: the shop is closed\n`,
  );
  expect(JSON.parse((await schedule('list', '--json')).out)).toMatchObject({ v: 1, schedules: [{ name: 'nightly' }] });
  expect((await schedule('resume', 'nightly')).code).toBe(0);
  expect((await schedule('list')).out).toMatch(/ {2}next \d{4}-.*Z {2}last nightly-/);
  expect((await schedule('delete', 'nightly')).err).toBe('schedule nightly is deleted; its runs under way go on\n');
  expect(await schedule('trigger', 'nightly')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/knows no schedule nightly\. See which there are with `schedule list`/) as unknown,
  });
});

test('where the run before has not ended, a trigger says why it starts nothing', async () => {
  await schedule('slow', '--cron', '@daily', 'plainPipeline', '--input', '{"count":2}');
  expect((await schedule('trigger', 'slow')).code).toBe(0);
  expect(await schedule('trigger', 'slow')).toMatchObject({
    code: 1,
    err: 'nothing was started: the run before has not ended, and the overlap of slow is SKIP\n',
  });
  expect((await schedule('list')).out).toMatch(/\n {2}1 times left out, because the run before had not ended\n/);
  await schedule('delete', 'slow');
});

test('a cron that no time fits is made, and said', async () => {
  const { code, err } = await schedule('never', '--cron', '0 0 31 2 *', 'plainPipeline', '--input', '{}');
  expect([code, err]).toEqual([
    0,
    'schedule never (created): plainPipeline, no time ever\n  no time fits this cron: it starts nothing\n',
  ]);
  await schedule('delete', 'never');
});

test.each([
  [['a', 'plainPipeline'], "A schedule needs its times: --cron '0 3 * * *' is 3:00 every day."],
  [['a', 'plainPipeline', '--cron', '@daily'], 'Every run needs its input: --input JSON or --input @FILE'],
  [['a', 'plainPipeline', '--cron', '0 25 * * *', '--input', '{}'], 'Hour is not in range [0-23].'],
  [['a', 'plainPipeline', '--cron', '@daily', '--timezone', 'Mars', '--input', '{}'], 'There is no timezone "Mars".'],
  [['a', 'plainPipeline', '--overlap', 'skip'], 'Allowed choices are SKIP, BUFFER_ONE'],
  [['a', 'plainPipeline', '--cron', '@daily', '--input', '{}', '--priority', 'high'], 'It takes a number.'],
])('schedule %j ends with 2 and says what is right', async (args, sentence) => {
  const { code, err } = await schedule(...args);
  expect(err).toContain(sentence);
  expect(code).toBe(2);
});
