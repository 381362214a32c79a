/** Steps that cost money, that bill, that take long, and that kill their worker. All they do is written down outside. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor, StaleToken } from '../../activities';

const { defineStep, defineMapStep } = stepsFor<{ outside: string }>();
const Item = z.object({ id: z.string(), takesMs: z.number(), kills: z.boolean() });
type Paying = z.infer<typeof Item>;

/** A process that is short of time now and then: as long as others of ours block their event loop. */
const BURST_MS = 130;
const BURST_EVERY_MS = 600;

async function tell<T>(outside: string, what: string, body: object, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${outside}/${what}`, {
    method: 'POST',
    body: JSON.stringify({ pid: process.pid, takesMs: 0, ...body }),
    ...(signal && { signal }),
  });
  return (await response.json()) as T;
}

const list = defineStep({
  version: 1,
  input: { run: z.string(), count: z.number(), longestMs: z.number(), poison: z.array(z.number()) },
  output: ref(z.array(Item)),
  run: ({ run, count, longestMs, poison }) => {
    // 0.3 to 1 of the longest, by place: the same in every attempt.
    const takesMs = (i: number): number => Math.round(longestMs * (0.3 + ((i * 37) % 71) / 100));
    const item = (_: unknown, i: number): Paying => ({
      id: `${run} ${i}`,
      takesMs: takesMs(i),
      kills: poison.includes(i),
    });
    return Promise.resolve(Array.from({ length: count }, item));
  },
});

interface Call {
  readonly run: string;
  readonly outside: string;
  readonly signal: AbortSignal;
}

async function payFor({ id, takesMs, kills }: Paying, { run, outside, signal }: Call): Promise<string> {
  const paying = tell<{ told: string }>(outside, 'pay', { run, item: id, takesMs }, signal);
  if (kills) {
    // It has been paid for by then: a poison that nobody had seen would be no test of the books.
    await paying;
    process.kill(process.pid, 'SIGKILL');
  }
  return (await paying).told;
}

const paid = {
  version: 1,
  item: Item,
  id: ({ id }: Paying) => id,
  shared: {},
  output: z.string(),
  concurrency: 4,
};

/** The three ways to pay: nothing kept but the outcome, all that `run` does kept, one call of it kept. */
const payPlain = defineMapStep({
  ...paid,
  run: (item, _shared, step) => payFor(item, { run: step.runId, outside: step.deps.outside, signal: step.signal }),
});
const payCached = defineMapStep({
  ...paid,
  cache: true,
  run: (item, _shared, step) => payFor(item, { run: step.runId, outside: step.deps.outside, signal: step.signal }),
});
const payOnce = defineMapStep({
  ...paid,
  run: (item, _shared, step) =>
    step.once('pay', ({ signal }) => payFor(item, { run: step.runId, outside: step.deps.outside, signal })),
});

const bill = defineStep({
  version: 1,
  input: { items: mapped(z.string()), takesMs: z.number() },
  output: z.object({ ok: z.number(), failed: z.number() }),
  resource: () => 'the shop',
  async run({ items, takesMs }, step) {
    const outcomes = items.map((one) => [one.id, one.outcome, one.outcome === 'ok' ? one.value : one.reason]);
    step.assertHeld();
    const { token, runId: run, idempotencyKey: key } = step;
    const sent = { run, key, token, outcomes, takesMs };
    const { seen } = await tell<{ seen: number }>(step.deps.outside, 'bill', sent, step.signal);
    if (seen > token) throw new StaleToken('the shop', token, seen);
    const of = (outcome: string): number => items.filter((one) => one.outcome === outcome).length;
    return { ok: of('ok'), failed: of('failed') };
  },
});

/** Healthy, and longer than anything that happens to its worker. */
const long = defineStep({
  version: 1,
  input: { takesMs: z.number() },
  output: z.string(),
  async run({ takesMs }, step) {
    const end = performance.now() + takesMs;
    await tell(step.deps.outside, 'begin', { run: step.runId }, step.signal);
    while (performance.now() < end) {
      const free = performance.now() + BURST_MS;
      while (performance.now() < free);
      await pause(BURST_EVERY_MS, undefined, { signal: step.signal });
    }
    return 'done';
  },
});

/** Kills its worker each time. */
const fatal = defineStep({
  version: 1,
  input: {},
  output: z.string(),
  async run(_input, step): Promise<string> {
    await tell(step.deps.outside, 'begin', { run: step.runId });
    process.kill(process.pid, 'SIGKILL');
    await pause(60_000);
    return 'impossible';
  },
});

export const chaosSteps = stepSet('chaos', { list, payPlain, payCached, payOnce, bill, long, fatal });
