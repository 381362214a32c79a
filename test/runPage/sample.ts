/** Runs as `inspect` would tell them: a good one, and every way in which one does not go straight on. */
import type { ActivityReport, RunReport, StepReport } from '../../client';

const START = Date.parse('2026-03-01T09:00:00.000Z');
/** Seconds after the start of the run. */
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

type Attempt = ActivityReport['attempts'][number];
export const attempt = (number: number, from: number, to?: number, why?: string, type?: string): Attempt => ({
  number,
  startedAt: at(from),
  ...(to === undefined ? {} : { endedAt: at(to) }),
  ...(type === undefined ? {} : { type }),
  ...(why === undefined ? {} : { why }),
});

let ids = 0;
export function activity(from: number, to: number | undefined, more: Partial<ActivityReport> = {}): ActivityReport {
  ids += 1;
  return {
    id: String(ids),
    outcome: to === undefined ? 'running' : 'done',
    scheduledAt: at(from),
    ...(to === undefined ? {} : { endedAt: at(to) }),
    attempt: 1,
    attempts: [attempt(1, from + 0.05, to)],
    worker: '4711@worker-a',
    ...more,
  };
}

export function step(
  name: string,
  reads: string[],
  activities: ActivityReport[],
  more: Partial<StepReport> = {},
): StepReport {
  return {
    name,
    status: activities.at(-1)?.endedAt === undefined ? 'running' : 'done',
    version: 1,
    attempts: activities.reduce((sum, one) => sum + one.attempt, 0),
    durationMs: 800,
    lockWaitMs: 0,
    bytes: 43_140,
    reads,
    activities,
    ...more,
  };
}

export function runOf(more: Partial<RunReport> = {}): RunReport {
  return {
    id: 'spring',
    workflowId: 'spring',
    type: 'shopPipeline',
    execution: '01a214d2-478b-77ac-aa39-6ba984c6d329',
    status: 'ok',
    startedAt: at(0),
    endedAt: at(6),
    inspectedAt: at(7),
    waitingFor: [],
    waits: [],
    steps: [
      step('shop.orders', [], [activity(0.1, 0.9)]),
      step('shop.prices', ['shop.orders'], [activity(1, 4.2, { lockWaitMs: 700 })], {
        items: { total: 10, done: 8, cached: 3, failed: 1, skipped: 1 },
        lockWaitMs: 700,
      }),
      step('shop.stock', ['shop.orders'], [activity(1, 2)]),
      step('shop.send', ['shop.orders', 'shop.prices', 'shop.stock'], [activity(4.3, 5.8)]),
    ],
    heals: 0,
    healed: [],
    decisions: [],
    strikes: {},
    locks: [],
    versions: {
      product: '0.1.0',
      sdk: 'temporal-typescript 1.24.0',
      node: '20.20.2',
      redis: 'redis 7.0.15',
      temporal: '1.32.0',
      steps: { 'shop.orders': 1, 'shop.prices': 1 },
    },
    input: { day: 'monday' },
    reproduce: `pipeline-worker run shopPipeline --id spring-again --input '{"day":"monday"}'`,
    redisBytes: 316_000,
    history: { events: 69, bytes: 17_000, read: 69 },
    workers: { loopMaxMs: 29, loopP999Ms: 12, peakRssMb: 210, lateRenewals: 0, takeovers: 0 },
    inputs: { total: 3, ok: 1, failed: 1, skipped: 1 },
    ledger: [
      { input: 'a1', outcome: 'ok' },
      { input: 'a2', outcome: 'failed', reason: 'the shop says no' },
      { input: 'a3', outcome: 'skipped', reason: 'empty order' },
    ],
    ...more,
  };
}

const BROKEN = 'connect ECONNREFUSED 10.0.0.7:5432';
const EXHAUSTED = `shop.prices failed 3 times, last: ${BROKEN}. Mend the cause, then retry the step.`;

/** Three attempts, then nobody came for eight hours: a pause that would press all work into a line. */
const exhausted = activity(1, 4.4, {
  outcome: 'failed',
  attempt: 3,
  message: EXHAUSTED,
  attempts: [attempt(1, 1, 1.8, BROKEN), attempt(2, 2, 2.7, BROKEN), attempt(3, 3.1, 4.4, EXHAUSTED, 'StepExhausted')],
});

const { endedAt: _endedAt, inputs: _inputs, ...unfinished } = runOf({ ledger: [] });

export const paused: RunReport = {
  ...unfinished,
  status: 'paused',
  inspectedAt: at(8 * 3600),
  steps: [
    step('shop.orders', [], [activity(0.1, 0.9)]),
    step('shop.prices', ['shop.orders'], [exhausted], {
      status: 'paused',
      message: EXHAUSTED,
      items: { total: 1200, done: 340, cached: 0, failed: 0, skipped: 0 },
    }),
    step('shop.stock', ['shop.orders'], [activity(1, 2)]),
  ],
};

export const failed: RunReport = {
  ...unfinished,
  status: 'failed',
  endedAt: at(6),
  error: EXHAUSTED,
  steps: [
    step('shop.orders', [], [activity(0.1, 0.9)]),
    step('shop.prices', ['shop.orders'], [exhausted], { status: 'failed', message: EXHAUSTED }),
  ],
};

const lost =
  'shop.send: stored input is gone: prices (of shop.prices, missing). It is rebuilt by running its producer again.';

/** A worker died, a lock was waited for, a blob vanished, a person decided. */
export const healed: RunReport = runOf({
  heals: 1,
  endedAt: at(14),
  healed: [{ at: at(6.1), lost: [{ by: 'shop.send', input: 'prices', step: 'shop.prices', corrupt: false }] }],
  decisions: [
    { at: at(9.6), update: 'retryStep', by: 'mara@laptop', about: 'shop.send' },
    { at: at(9.7), update: 'skipStep', by: 'mara@laptop', about: 'shop.stock', reason: 'stock is counted by hand' },
  ],
  strikes: { 'shop.prices': 1 },
  steps: [
    step('shop.orders', [], [activity(0.1, 0.9), activity(6.2, 6.3, { outcome: 'answered' })]),
    step(
      'shop.prices',
      ['shop.orders'],
      [
        activity(1, 5.2, {
          attempt: 3,
          attempts: [
            attempt(1, 1, undefined),
            attempt(
              2,
              2.4,
              3.4,
              'shop.prices is held by 4711@worker-a for another 900 ms; trying again in 1000 ms.',
              'LockBusy',
            ),
            attempt(3, 3.8, 5.2),
          ],
          lockWaitMs: 300,
        }),
        activity(6.4, 9),
      ],
      { lockWaitMs: 300 },
    ),
    step('shop.stock', ['shop.orders'], [activity(1, 2), activity(6.4, 6.5, { outcome: 'skipped' })], {
      status: 'skipped',
    }),
    step(
      'shop.send',
      ['shop.orders', 'shop.prices', 'shop.stock'],
      [
        activity(5.3, 6, { outcome: 'lost', message: lost, attempts: [attempt(1, 5.3, 6, lost, 'StateLost')] }),
        activity(9.8, 13.9),
      ],
    ),
  ],
});

/** As large as a map gets. */
export const large: RunReport = runOf({
  endedAt: at(64),
  steps: [
    step('shop.orders', [], [activity(0.1, 0.9)]),
    step(
      'shop.prices',
      ['shop.orders'],
      [
        ...Array.from({ length: 200 }, (_, i) => {
          const from = 1 + Math.floor(i / 20) * 6;
          const part = `items ${i * 50 + 1} to ${(i + 1) * 50}`;
          if (i % 37 !== 5) return activity(from, from + 3 + (i % 7) * 0.4, { part });
          const attempts = [attempt(1, from, from + 1, BROKEN), attempt(2, from + 1.5, from + 5)];
          return activity(from, from + 5, { part, attempt: 2, attempts });
        }),
        activity(61, 61.6, { part: 'gather' }),
      ],
      { items: { total: 10_000, done: 9_950, cached: 4_000, failed: 30, skipped: 20 } },
    ),
    step('shop.send', ['shop.prices'], [activity(61.7, 63.8)]),
  ],
  inputs: { total: 10_000, ok: 9_950, failed: 30, skipped: 20 },
  ledger: Array.from({ length: 10_000 }, (_, i) => {
    const input = `order ${i + 1}`;
    if (i % 333 === 7) return { input, outcome: 'failed', reason: `${BROKEN} (order ${i + 1})` };
    return i % 500 === 3 ? { input, outcome: 'skipped', reason: 'empty order' } : { input, outcome: 'ok' };
  }),
});
