/** An order, step by step: what it costs is asked, it is charged, somebody is told. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

interface Shop {
  readonly quote: (input: object) => Promise<unknown>;
  readonly charge: (input: object) => Promise<{ id: number }>;
  readonly keyed: (input: object) => Promise<{ id: number }>;
  readonly mail: (input: object) => Promise<unknown>;
}
export const shop = callsOf('shop') as unknown as Shop;

/** Each quote costs another amount, until they cost `atMost`: an upstream that answers differently. */
export function steps(atMost = Infinity): Readonly<Record<string, FakeStep>> {
  let quotes = 0;
  let id = 0;
  return {
    'shop.quote': { run: () => ({ amount: Math.min((quotes += 1), atMost) }), byRef: true },
    'shop.charge': { run: () => ({ id: (id += 1) }), isEffect: true, whenSkipped: () => ({ id: 0 }) },
    'shop.keyed': { run: () => ({ id: (id += 1) }), key: ({ order }) => `charge-${String(order)}` },
    'shop.mail': { run: () => true },
  };
}

export const order: Body = async (run) => {
  const q = await shop.quote({ s: 'x' });
  const { id } = await shop.charge({ q });
  await run.waitFor('go');
  await shop.mail({ q, id });
  return id;
};

export async function chargedAndFlushed(body: Body = order): Promise<TestRun> {
  const run = runOf(steps(), body);
  await run.work();
  run.outside.flush();
  await run.tell('answer', { name: 'go', value: true });
  return run;
}
