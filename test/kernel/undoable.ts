/** An order whose calls can be undone, and what is done and undone of it. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { Call, OpenOptions } from '../../workflows/kit';
import { failed, failure } from './temporalFailures';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';
import type { Scheduled } from '../../testing/memory/virtual';

type Order = { readonly id: number; readonly q?: unknown };
export const shop = callsOf('shop') as unknown as {
  reserve: Call<Order, { held: string }>;
  charge: Call<Order, { charged: number }>;
  keyed: Call<Order, { charged: number }>;
  ship: Call<object, unknown>;
  quote: Call<object, { $ref: string }>;
  release: Call<object, unknown>;
  refund: Call<object, unknown>;
  mail: Call<object, unknown>;
};

let charges = 0;
/** Each test counts for itself. */
export const countAnew = (): void => void (charges = 0);

export const steps: Readonly<Record<string, FakeStep>> = {
  'shop.reserve': { run: ({ id }) => ({ held: `h${String(id)}` }) },
  'shop.charge': { run: () => ({ charged: (charges += 1) }), isEffect: true, whenSkipped: () => ({ charged: 0 }) },
  'shop.keyed': { run: () => ({ charged: (charges += 1) }), key: ({ id }) => `order-${String(id)}` },
  'shop.ship': { run: () => 'parcel' },
  'shop.quote': { run: () => ({ amount: (charges += 1) }), byRef: true },
  'shop.release': { run: () => true },
  'shop.refund': { run: () => true },
  'shop.mail': { run: () => true },
};

/** Reserved, charged, shipped: the first two can be undone. */
export const order: Body = async () => {
  await shop.reserve({ id: 1 }, { undo: ({ input, output }) => shop.release({ id: input.id, ...output }) });
  await shop.charge({ id: 1 }, { undo: ({ input, output }) => shop.refund({ id: input.id, ...output }) });
  return shop.ship({ id: 1 }, { onFailure: 'fail' });
};

const exhausted = (activity: Scheduled): Error =>
  failed(activity, failure('StepExhausted', `${activity.name} failed 5 times`, [{ failed: 5 }]));

/** Fails every activity of these names for good, before it did anything. */
export const failing =
  (run: TestRun, ...names: string[]) =>
  (activity: Scheduled): boolean => {
    if (!names.includes(activity.name)) return false;
    run.sdk.fail(activity, exhausted(activity));
    return true;
  };

/** Leaves activities of these names where they are. */
export const leaving =
  (...names: string[]) =>
  ({ name }: Scheduled): boolean =>
    names.includes(name);

export async function lived(body: Body, failingSteps: string[], options?: OpenOptions): Promise<TestRun> {
  const run = runOf(steps, body, options);
  await run.work(failing(run, ...failingSteps));
  return run;
}

/** What was done, and with what. */
export const told = (run: TestRun): string[] =>
  run.outside.done.map(({ step, input }) => `${step.replace('shop.', '')} ${JSON.stringify(input)}`);
