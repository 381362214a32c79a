/**
 * Fuzz of the door: random messages to runs in every state, and random jobs and second arguments at their start. The seed is
 * printed; `DOOR_SEED=n` plays one again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { RawValue } from '@temporalio/common';
import {
  isGrpcServiceError,
  QueryNotRegisteredError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { RunKeys } from '../../redis/keys';
import type { RunProgress } from '../../workflows/kit';
import { usePipelines } from '../support/pipeline';
import { failureOf, progressOf, until, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

// Histories grow to thousands of events, which the senders must not stand still for.
const pipelines = usePipelines(require.resolve('./doorWorkflows'), { debugMode: false });
const STATES = ['opening', 'running', 'paused', 'waiting', 'closed'] as const;
const RUNS_OF_EACH = 5;
/** `npm run test:money` plays all, `npm test` a fifth. */
const isFull = process.env['MONEY'] === 'full';
const MESSAGES = isFull ? 2000 : 400;
const STARTS = isFull ? 120 : 24;
const AT_ONCE = 12;
const seed = Number(process.env['DOOR_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32: the same seed gives the same messages. */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomOf(seed);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const payload = (encoding: string, data: string): unknown =>
  RawValue.fromPayload({ metadata: { encoding: bytes(encoding) }, data: bytes(data) });
const json = (text: string): unknown => payload('json/plain', text);

const TEXTS = [
  '',
  ' ',
  'go',
  'sum.hold',
  'sum.list',
  'list',
  'kit.open',
  'a:b',
  '__proto__',
  'constructor',
  'toString',
];
const HOSTILE = ['\ud83d', '\udc00x', '\u0000', '\u001b[2J', 'ø'.repeat(101), 'x'.repeat(1001), 'x'.repeat(300_000)];
const FIELDS = ['step', 'reason', 'name', 'value', 'from', 'failedItems', 'fresh', 'onFailure', 'runTimeout', 'count'];
const WORDS = ['pause', 'fail', 'Fail', '30 minutes', '1e9 days', '-1s'];

const scalar = (): unknown =>
  pick([null, true, false, 0, -1, 1e308, 5, pick(TEXTS), pick(TEXTS), pick(HOSTILE), pick(WORDS), [], {}, [null]]);
const object = (): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: Math.floor(random() * 4) }, () => [pick([...FIELDS, pick(HOSTILE)]), scalar()]),
  );
const RAW = [
  payload('binary/none', 'x'),
  payload('', 'x'),
  payload('binary/plain', 'bytes'),
  payload('json/protobuf', '{}'),
  json('{"step":'),
  json('NaN'),
  json('{"__proto__":{"reason":"x"},"constructor":1}'),
  json(`{"name":"go","value":${'['.repeat(4000)}${']'.repeat(4000)}}`),
  json(`"${'x'.repeat(1_900_000)}"`),
  json(`{"reason":"${'x'.repeat(1_900_000)}"}`),
];
/** Anything: absent, of a wrong type, nearly right, unreadable, huge. */
function anything(): unknown {
  return pick<() => unknown>([
    () => undefined,
    scalar,
    object,
    object,
    () => ({ ...object(), list: [object()] }),
    () => pick(RAW),
  ])();
}

/** Of these none changes what the run does in the end: what is let through is taken back when the fuzz is over. */
const UPDATES = ['retryStep', 'skipStep', 'pauseRun', 'resumeRun', 'answer', 'nosuch', '__proto__', 'setBudget'];

/** Whether an answer of the server is one that a wrong message may get. */
function isRefusal(error: unknown): boolean {
  // Not found: the run has ended.
  const refusals = [WorkflowUpdateFailedError, QueryNotRegisteredError, WorkflowNotFoundError];
  if (refusals.some((refusal) => error instanceof refusal)) return true;
  // Invalid: the server's own limits. Exhausted: ten updates of a run are under way.
  const codes = new Set([3, 8]);
  const grpc = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(grpc) && codes.has(grpc.code);
}

/**
 * The server gives a question up after 10 s, which a busy machine may take (4), and at once where a run's last tasks came to nothing,
 * as they do there that took too long (9): then it takes no update either. Who says nothing for so many times is silent.
 */
async function asked<T>(question: () => Promise<T>, times = 20): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const isLate = error instanceof Error && isGrpcServiceError(error.cause) && [4, 9].includes(error.cause.code);
    if (!isLate || times <= 1) throw error;
    await pause(500);
    return asked(question, times - 1);
  }
}

async function say(run: WorkflowHandle): Promise<void> {
  const args = random() < 0.1 ? [anything(), anything()] : [anything()];
  const kind = random();
  const name = kind < 0.15 ? 'progress' : kind < 0.25 ? pick(['nobody', 'progress', 'pauseRun']) : pick(UPDATES);
  const told =
    kind < 0.15
      ? asked(() => run.query(pick(['progress', 'progress', 'nosuch', '__temporal_workflow_metadata']), ...args))
      : kind < 0.25
        ? run.signal(name, ...args)
        : asked(() => run.executeUpdate<unknown, [unknown]>(name, { args: args as [unknown] }));
  await told.catch((error: unknown) => {
    if (!isRefusal(error)) throw new Error(`seed ${seed}: ${name} got no answer`, { cause: error });
  });
}

/** Lets a run go on from whatever state messages left it in, until it ends. */
async function led(run: WorkflowHandle): Promise<unknown> {
  const attempt = (name: string, what?: unknown) =>
    update(run, name, what).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  await until(
    async () => {
      const now = await asked(() => progressOf(run));
      if (now.heldFor !== undefined) await attempt('resumeRun');
      for (const row of now.steps) if (row.status === 'paused') await attempt('retryStep', { step: row.name });
      for (const name of now.waitingFor) await attempt('answer', { name, value: 'led' });
      return now.status;
    },
    (status) => ['ok', 'failed', 'cancelled'].includes(status),
  );
  return run.result();
}

/** Runs that stay in one state each, whatever is sent, until `release`; the answer `over` is never sent before. */
async function inEveryState(world: World): Promise<{ runs: WorkflowHandle[]; release(): Promise<void> }> {
  const { raw, prefix } = pipelines.redis;
  let open = (): void => undefined;
  const released = new Promise<void>((resolve) => (open = resolve));
  let isOpen = false;
  world.on('hold running', () => released);
  world.on('hold paused', () => {
    if (!isOpen) throw new Error('not yet');
  });
  const { taskQueue } = pipelines.config();
  const spoilt: string[] = [];
  const start = async (state: (typeof STATES)[number], i: number): Promise<WorkflowHandle> => {
    const workflowId = `${state} ${seed} ${i}`;
    const key = new RunKeys(prefix, 'default', workflowId).state;
    if (state === 'opening') spoilt.push(key);
    // The activity `kit.open` fails until its key is free again.
    if (state === 'opening') await raw.set(key, 'something else', 'PX', 600_000);
    const args = [{ count: 1, state }];
    return pipelines.client.workflow.start('doorPipeline', { taskQueue, workflowId, args, workflowTaskTimeout: '2s' });
  };
  const runs = await Promise.all(
    STATES.flatMap((state) => Array.from({ length: RUNS_OF_EACH }, (_, i) => start(state, i))),
  );
  await Promise.all(runs.map(inItsState));
  return {
    runs,
    async release() {
      isOpen = true;
      open();
      if (spoilt.length > 0) await raw.del(...spoilt);
    },
  };
}

async function inItsState(run: WorkflowHandle): Promise<void> {
  const [state = ''] = run.workflowId.split(' ');
  if (state === 'closed') return void (await led(run));
  const held = (now: RunProgress): boolean => now.steps.some(({ name }) => name === 'sum.hold');
  const isThere: Record<string, (now: RunProgress) => boolean> = {
    opening: ({ steps }) => steps.length === 0,
    running: held,
    paused: ({ status }) => status === 'paused',
    waiting: ({ status }) => status === 'waiting',
  };
  await until(
    () => asked(() => progressOf(run)),
    (now) => isThere[state]?.(now) === true,
  );
}

it('runs in every state answer whatever is sent to them, and all end ok', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  const { runs, release } = await inEveryState(world);
  process.stderr.write(`the door: ${MESSAGES} messages to ${runs.length} runs, seed ${seed}\n`);
  const heals = new Set<number>();
  let sent = 0;
  const sender = async (): Promise<void> => {
    for (sent += 1; sent <= MESSAGES; sent += 1) {
      const run = pick(runs);
      await say(run);
      if (sent % 10 === 0) heals.add((await asked(() => progressOf(run))).heals);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  expect([seed, heals]).toEqual([seed, new Set([0])]);
  await release();
  await Promise.all(runs.map(led));
  const ends = await Promise.all(runs.map(async (run) => (await asked(() => progressOf(run))).status));
  expect([seed, ends]).toEqual([seed, runs.map(() => 'ok')]);
}, 300_000);

it('whatever a run is started with, it ends ok or fails with a reason', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const start = async (): Promise<void> => {
    const input = random() < 0.3 ? anything() : { count: 1 };
    const run = await pipelines.start('doorPipeline', input, anything()).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    if (!run) return;
    const why = await led(run).then(
      () => 'ok',
      async () => (await failureOf(run)).type,
    );
    expect([seed, why]).toEqual([seed, expect.stringMatching(/^(?:ok|StartInvalid|RunInputInvalid|RunTimeout)$/)]);
  };
  for (let i = 0; i < STARTS; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, start));
});
