/** How each of the committed histories came to be: what happens to a run, until it has ended. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { inlineAnalyser } from '../../activities/report/builtin/inline';
import { outputsOf, reportSteps, sourcesOf } from '../../activities/report';
import { again, blobKeys, pausedAt, until, update } from '../kit/driver';
import { orderSteps } from '../kit/effects/steps';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import type { TestPipelines } from '../support/pipeline';
import type { WorkerConfig } from '../../worker';
import type { RunProgress } from '../../workflows/kit';

export type Life = (pipelines: TestPipelines) => Promise<WorkflowHandle>;

interface How {
  readonly type?: string;
  readonly input?: object;
  readonly options?: object;
  readonly config?: Partial<WorkerConfig>;
}

/** A worker of all the pipelines that have a history. */
async function working(
  pipelines: TestPipelines,
  world: World,
  config?: Partial<WorkerConfig>,
): Promise<{ stop(): Promise<void> }> {
  const analyser = inlineAnalyser();
  const sources = sourcesOf(pipelines.redis.store, undefined);
  const deps = { world, analysers: { builtin: analyser }, sources, outputs: outputsOf(undefined) };
  const worker = await pipelines.worker([sumSteps, orderSteps, reportSteps], deps, config);
  return {
    async stop() {
      await worker.stop();
      await analyser.close();
    },
  };
}

/** How long state is kept, where a life does not wait for its being kept alive: that comes after a third, on a busy machine too. */
const LONG_MS = 3_600_000;

/** A run of the sum of two numbers, whose world is prepared before and which is `steered` until it ends. */
function sum(
  prepare: (world: World, run: WorkflowHandle, pipelines: TestPipelines) => unknown,
  steer: (run: WorkflowHandle, world: World, pipelines: TestPipelines) => Promise<unknown> = () => Promise.resolve(),
  { type = 'sumPipeline', input = { count: 2 }, options, config = {} }: How = {},
): Life {
  return async (pipelines) => {
    const world = new World();
    const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
    prepare(world, run, pipelines);
    const worker = await working(pipelines, world, { stateTtlMs: LONG_MS, ...config });
    const { taskQueue } = pipelines.config();
    const args = options === undefined ? [input] : [input, options];
    await pipelines.client.workflow.start(type, { taskQueue, workflowId: run.workflowId, args });
    await steer(run, world, pipelines);
    await run.result().catch(() => undefined);
    await worker.stop();
    return run;
  };
}

const nothing = (): void => undefined;

const entered = (world: World, step: string): Promise<number> =>
  until(
    () => world.count(step),
    (count) => count > 0,
  );

const scheduled = (run: WorkflowHandle, activity: string): Promise<unknown> =>
  until(
    async () => (await run.fetchHistory()).events ?? [],
    (events) => events.some((e) => e.activityTaskScheduledEventAttributes?.activityType?.name === activity),
  );

const order: How = { type: 'orderPipeline', input: {} };

const waiting = (run: WorkflowHandle): Promise<unknown> =>
  until(
    () => run.query<{ status: string }>('progress'),
    ({ status }) => status === 'waiting',
  );

async function flushed({ redis }: TestPipelines): Promise<void> {
  await redis.raw.del(...(await redis.keys()));
}

/** The flagship, on a table of four comments. */
async function report(pipelines: TestPipelines): Promise<WorkflowHandle> {
  const comments = [
    'The buses should run later in the evening.',
    'Buses should run later in the evening, please.',
    'The buses should not run later in the evening.',
    'The parks need more trees and benches.',
  ];
  const worker = await working(pipelines, new World());
  const text = ['id,comment', ...comments.map((comment, i) => `${i},"${comment}"`)].join('\n');
  const run = await pipelines.start('reportPipeline', { source: { text } });
  await run.result();
  await worker.stop();
  return run;
}

/** By the name of the file. */
export const lives: Readonly<Record<string, Life>> = {
  happy: sum(nothing),
  sharded: sum(nothing, undefined, { input: { count: 4, shardSize: 2 } }),
  retried: sum(
    (world) => world.failing('total', 2),
    async (run) => {
      await pausedAt(run, 'sum.total');
      await update(run, 'retryStep', { step: 'sum.total' });
      await pausedAt(run, 'sum.total');
      await update(run, 'retryStep', { step: 'sum.total', from: 'sum.square', fresh: true });
    },
  ),
  skipped: sum(
    (world) => world.failing('total'),
    async (run) => {
      await pausedAt(run, 'sum.total');
      await update(run, 'skipStep', { step: 'sum.total', reason: 'nobody reads it' });
    },
  ),
  fewItems: sum(
    (world) => world.failing('square 1').failing('square 2'),
    async (run) => {
      await pausedAt(run, 'sum.square');
      await update(run, 'retryStep', { step: 'sum.square', failedItems: true });
      await pausedAt(run, 'sum.square');
      await update(run, 'skipStep', { step: 'sum.square', reason: 'none will do' });
    },
  ),
  parent: sum(
    nothing,
    async (run, _world, { client }) => {
      const child = await until(
        async () => (await run.query<RunProgress>('progress')).steps[0]?.child,
        (id) => id !== undefined,
      );
      const asked = client.workflow.getHandle(child ?? '');
      await waiting(asked);
      await update(asked, 'answer', { name: 'go', value: 1 });
      await waiting(run);
      await update(run, 'answer', { name: 'on', value: 2 });
    },
    { type: 'parentPipeline' },
  ),
  failed: sum((world) => world.failing('total'), undefined, {
    options: { onFailure: 'fail', from: 'sum.list', failedItems: true },
  }),
  healed: sum((world, run, pipelines) =>
    world.onceOn('gap', async () => pipelines.redis.raw.del(...(await blobKeys(pipelines, run.workflowId)))),
  ),
  cancelled: sum(
    (world) => world.on('gap', stopped),
    async (run, world) => {
      await entered(world, 'gap');
      await run.cancel();
    },
  ),
  timedOut: sum((world) => world.on('gap', stopped), undefined, { type: 'limitedPipeline' }),
  held: sum(
    (world, run) => world.onceOn('gap', () => update(run, 'pauseRun', { reason: 'lunch' })),
    async (run) => {
      await until(
        () => run.query<{ status: string; steps: { name: string; status: string }[] }>('progress'),
        ({ steps }) => steps.some(({ name, status }) => name === 'sum.gap' && status === 'done'),
      );
      await update(run, 'resumeRun');
    },
  ),
  asked: sum(
    nothing,
    async (run) => {
      await scheduled(run, 'kit.keepAlive');
      await update(run, 'answer', { name: 'go', value: 1 });
    },
    { type: 'askingPipeline', config: { stateTtlMs: 3000 } },
  ),
  told: sum(
    nothing,
    async (run) => {
      await scheduled(run, 'kit.notify');
      await update(run, 'answer', { name: 'go', value: 1 });
    },
    // Nobody listens there, and the run does not wait for it.
    { type: 'askingPipeline', config: { notifyUrl: 'http://127.0.0.1:1/' } },
  ),
  keyed: sum(
    nothing,
    async (run, _world, pipelines) => {
      await waiting(run);
      await flushed(pipelines);
      await update(run, 'answer', { name: 'go', value: 1 });
    },
    order,
  ),
  continued: sum(
    nothing,
    async (run, _world, pipelines) => {
      await waiting(run);
      const { runId: continues } = await run.describe();
      await run.terminate('to be started again');
      await again(pipelines, run, 'orderPipeline', {}, { continues });
      await waiting(run);
      await update(run, 'answer', { name: 'go', value: 1 });
    },
    order,
  ),
  listing: sum(nothing, undefined, { type: 'listingPipeline' }),
  report,
};
