/** Steps of every kind, and the outside that they act on, which forgets nothing. What becomes of each run of a step is planned. */
import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { nonRetryable, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { StepContext } from '../../../../activities/kit';
import { pause } from '../../../../redis';
import type { SimulatedProcess, Simulation } from '../../../../testing/simulation';

/** How long a step takes, and how it ends. `deaf` does not listen to its signal; `large` returns too much for an effect. */
export interface Way {
  readonly ms: number;
  readonly end: 'ok' | 'fails' | 'is refused' | 'deaf' | 'large' | 'kills';
}

export interface Entry {
  readonly what: 'began' | 'read' | 'did' | 'failed';
  readonly step: string;
  readonly order: string;
  readonly runId: string;
  readonly activityId: string;
  readonly attempt: number;
  readonly process: string;
  readonly atMs: number;
  readonly key?: string;
  readonly token?: number;
}

export class Outside {
  readonly journal: Entry[] = [];
  private started = 0;

  constructor(
    private readonly world: Simulation,
    private readonly ways: readonly Way[],
  ) {}

  /** What becomes of the next run; of those that nobody planned, nothing bad. */
  next(): Way {
    return this.ways[this.started++] ?? { ms: 5, end: 'ok' };
  }

  note(entry: Omit<Entry, 'atMs'>): void {
    this.journal.push({ ...entry, atMs: this.world.schedule.nowMs });
  }
}

export interface Deps {
  readonly outside: Outside;
  readonly process: SimulatedProcess;
}
type Run = (input: { order: string }, step: StepContext<Deps> & { token?: number }) => Promise<{ receipt: string }>;

/** Acts on the outside when its time has come, if its locks are held then. */
function acting(name: string, readsKey: boolean): Run {
  return async ({ order }, step) => {
    const { outside, process } = step.deps;
    const { activityId, attempt } = Context.current().info;
    const who = { step: name, order, runId: step.runId, activityId, attempt, process: process.name };
    outside.note({ ...who, what: 'began' });
    const way = outside.next();
    const key = readsKey ? { key: step.idempotencyKey } : {};
    if (readsKey) outside.note({ ...who, what: 'read', ...key });
    await pause(process.clock, way.ms, way.end === 'deaf' ? undefined : step.signal);
    if (way.end === 'fails' || way.end === 'is refused') outside.note({ ...who, what: 'failed' });
    if (way.end === 'fails') throw new Error('no answer');
    if (way.end === 'is refused') throw nonRetryable('InputInvalid', 'the card was refused', { details: { code: 51 } });
    step.assertHeld();
    outside.note({ ...who, what: 'did', ...key, ...(step.token === undefined ? {} : { token: step.token }) });
    if (way.end === 'kills') {
      process.kill();
      await new Promise(() => undefined);
    }
    return { receipt: way.end === 'large' ? 'x'.repeat(5000) : `${name} ${order}` };
  };
}

const { defineStep } = stepsFor<Deps>();
const plain = {
  version: 1,
  input: { order: z.string() },
  output: { receipt: z.string() },
  whenSkipped: { receipt: '' },
};
const resource = ({ order }: { order: string }): string => `truck ${order}`;

export const shop = stepSet('shop', {
  charge: defineStep({ ...plain, idempotencyKey: ({ order }) => `charge-${order}`, run: acting('charge', true) }),
  ship: defineStep({ ...plain, resource, run: acting('ship', false) }),
  /** What it is billed for lies in Redis, and may be lost there. */
  bill: defineStep({
    ...plain,
    input: { order: z.string(), lines: ref(z.array(z.string())) },
    idempotencyKey: ({ order, lines }) => `bill-${order}-${lines.length}`,
    run: acting('bill', true),
  }),
  mail: defineStep({ ...plain, run: acting('mail', true) }),
  label: defineStep({ ...plain, resource, replaces: true, run: acting('label', false) }),
  count: defineStep({ ...plain, run: acting('count', false) }),
});
export const stepNames = ['charge', 'bill', 'ship', 'mail', 'label', 'count'] as const;
export const isDeclared = (step: string): boolean => ['charge', 'bill', 'ship'].includes(step);
/** The business key that the definition names. */
export const keyOf = (step: string, order: string): { key?: string } =>
  step === 'charge' ? { key: `charge-${order}` } : step === 'bill' ? { key: `bill-${order}-3` } : {};
