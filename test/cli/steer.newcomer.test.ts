/** A person steers a run from the command line: hold, let go, answer; and what is said where that is impossible. */
import { randomUUID } from 'node:crypto';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { envOf, eventsOf, launch, runs } from './command';
import type { Ran } from './command';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const cli = (...args: string[]): Promise<Ran> => runs(args, envOf(pipelines));

test('pause holds a run before its next step and watch says how to let it go on; resume does', async () => {
  const world = new World();
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  await pipelines.worker([sumSteps], { world: world.on('gap', () => gate) });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await until(
    () => world.count('gap'),
    (times) => times > 0,
  );
  expect(await cli('pause', run.workflowId, '--reason', 'not now')).toMatchObject({ code: 0 });
  letGo();
  const watched = await cli('watch', run.workflowId);
  expect(watched.code).toBe(6);
  expect(watched.err).toContain(`was paused by hand. Let it go on:\n  pipeline-worker resume ${run.workflowId}`);
  expect(world.count('total')).toBe(0);
  expect(await cli('resume', run.workflowId)).toMatchObject({ code: 0 });
  await expect(run.result()).resolves.toMatchObject({ sum: 14 });
});

test('answer gives a waiting run its value as JSON; watch told how', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('askingPipeline', { count: 3 });
  const watched = await cli('watch', run.workflowId);
  expect(watched.code).toBe(6);
  expect(watched.err).toContain(`pipeline-worker answer ${run.workflowId} go --value JSON`);
  const refused = await cli('answer', run.workflowId, 'gone', '--value', '1');
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.err).toContain("nothing waits for 'gone'; waiting: go");
  const unquoted = await cli('answer', run.workflowId, 'go', '--value', 'yes');
  expect(unquoted).toMatchObject({ code: 2 });
  expect(unquoted.err).toContain('--value is not JSON');
  expect(await cli('answer', run.workflowId, 'go', '--value', '{"yes":true}')).toMatchObject({ code: 0 });
  await expect(run.result()).resolves.toMatchObject({ answer: { yes: true } });
});

test('run waits, and prints on stdout what the pipeline returned and nothing else', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const ran = await cli('run', 'sumPipeline', '--id', `sum-${randomUUID()}`, '--input', '{"count":3}');
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({ sum: 14, partial: false });
});

test('a run that has ended cannot be told anything: the error says so, and not that it is unknown', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await run.result();
  const { workflowId: id } = run;
  const told = [
    cli('cancel', id),
    cli('resume', id),
    cli('pause', id, '--reason', 'late'),
    cli('skip', id, 'total', '--reason', 'late'),
    cli('answer', id, 'go', '--value', '1'),
  ];
  for (const { code, err } of await Promise.all(told)) {
    expect(code).toBe(2);
    expect(err).toBe(
      `error: The run ${id} has ended (completed), so it cannot be told anything. To start it again: retry ${id}.\n`,
    );
  }
});

test('retry --restart says what it waits for and how to stop that, and starts the run again', async () => {
  const world = new World();
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  await pipelines.worker([sumSteps], { world: world.on('gap', () => gate) });
  const { workflowId: id } = await pipelines.start('sumPipeline', { count: 3 });
  await until(
    () => world.count('gap'),
    (times) => times > 0,
  );
  const early = await cli('retry', id, '--restart', '--wait', '0');
  expect(early).toMatchObject({ code: 2, out: '' });
  expect(early.err).toContain(`still under way: sum.gap. The run is held, so that no further one starts.`);
  const { child, ended } = launch(['retry', id, '--restart', '--wait', '600'], envOf(pipelines));
  child.stderr?.once('data', () => letGo());
  expect(await ended).toEqual({
    code: 0,
    out: '',
    err:
      `${id} starts no further step; waiting for sum.gap. If you stop this here, let it go on:\n  pipeline-worker resume ${id}\n` +
      `${id} was started again; finished work is not repeated\n`,
  });
  const result = await cli('result', id);
  expect(JSON.parse(result.out)).toMatchObject({ sum: 14 });
  expect([world.squared(), world.count('gap')]).toEqual([3, 1]);
});

test.each([
  ['--wait without --restart', ['--wait', '1'], '--wait says how long --restart waits'],
  [
    'a wait that is no number',
    ['--restart', '--wait', 'long'],
    "--wait takes seconds, such as 600, or a duration up to 7 days, such as '10 minutes', not 'long'",
  ],
])('retry with %s is one clear error', async (_what, flags, why) => {
  const { code, err } = await cli('retry', 'nobody', ...flags);
  expect(code).toBe(2);
  expect(err).toMatch(/^error: [^\n]+\n$/);
  expect(err).toContain(why);
});

const unknown: readonly (readonly string[])[] = [
  ['watch', 'nobody'],
  ['result', 'nobody'],
  ['inspect', 'nobody'],
  ['open', 'nobody'],
  ['replay', 'nobody'],
  ['retry', 'nobody'],
  ['retry', 'nobody', '--restart'],
  ['skip', 'nobody', 'step', '--reason', 'x'],
  ['pause', 'nobody', '--reason', 'x'],
  ['resume', 'nobody'],
  ['answer', 'nobody', 'go', '--value', '1'],
  ['cancel', 'nobody'],
];

test.each(unknown)(
  '%s of an unknown id is one clear line and exit 2, with --json an error event too',
  async (...args) => {
    const { code, out, err } = await cli(...args, '--json');
    expect(code).toBe(2);
    expect(err).toMatch(/^error: Temporal at \S+ knows no run nobody\. Check the id with `list`.*\n$/);
    expect(eventsOf({ code, out, err })).toMatchObject([
      { v: 1, seq: 1, event: 'error', type: 'RunNotFound', exitCode: 2 },
    ]);
  },
);

test('open prints the link of the run, and says what to set where nobody knows the Web UI', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: 1 });
  const env = { ...envOf(pipelines), PIPELINE_UI_URL: 'http://ui.example:8080/' };
  const opened = await runs(['open', run.workflowId], env);
  const link = `http://ui.example:8080/namespaces/default/workflows/${run.workflowId}`;
  expect(opened).toMatchObject({ code: 0, out: `${link}\n` });
  const lost = await cli('open', run.workflowId);
  expect(lost.code).toBe(2);
  expect(lost.err).toContain('Set PIPELINE_UI_URL');
});
