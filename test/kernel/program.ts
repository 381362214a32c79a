/** Random bodies: stages one after the other, in each calls side by side. A call reads what an earlier stage made. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { Call, MapCall } from '../../workflows/kit';
import type { Ref } from '../../activities/kit/contract';
import { randomOf } from '../../testing/simulation/random';
import { mapOutput } from './mapOutput';
import type { FakeStep } from './outside';
import type { Body } from './run';

type Kind = 'quote' | 'charge' | 'pay' | 'read' | 'map' | 'once' | 'wait';

export interface Dice {
  /** A whole number from 0 on, below `n`. */
  below(n: number): number;
}

export function diceOf(seed: number): Dice {
  const { next } = randomOf(seed);
  return { below: (n) => Math.floor(next() * n) };
}

export interface Site {
  readonly kind: Kind;
  readonly site: number;
  /** Which earlier quote it reads, if any. */
  readonly of?: number;
  /** It can be undone. */
  readonly undo?: true;
}
export type Program = readonly (readonly Site[])[];

interface Charge {
  readonly site: number;
}
const shop = callsOf('shop') as unknown as {
  quote: (input: object) => Promise<Ref<unknown>>;
  charge: Call<Charge, { readonly charged: number }>;
  pay: Call<Charge, { readonly charged: number }>;
  read: (input: object) => Promise<unknown>;
  refund: (input: object) => Promise<unknown>;
  list: (input: object) => Promise<Ref<unknown[]>>;
  square: MapCall<unknown, object, unknown>;
};

const KINDS: readonly Kind[] = ['quote', 'quote', 'charge', 'charge', 'pay', 'read', 'map', 'once', 'wait'];

export function randomProgram(random: Dice): Program {
  const program: Site[][] = [];
  const quotes: number[] = [];
  let site = 0;
  for (let stage = 0; stage < 2 + random.below(3); stage += 1) {
    const sites: Site[] = [];
    for (let i = 0; i < 1 + random.below(2); i += 1) {
      site += 1;
      const kind = KINDS[random.below(KINDS.length)] ?? 'read';
      const of = quotes.length > 0 && random.below(4) > 0 ? quotes[random.below(quotes.length)] : undefined;
      const undo = (kind === 'charge' || kind === 'pay') && random.below(3) > 0;
      sites.push({ kind, site, ...(of !== undefined && { of }), ...(undo && { undo }) });
    }
    program.push(sites);
    quotes.push(...sites.filter(({ kind }) => kind === 'quote').map((one) => one.site));
  }
  return program;
}

/** Each quote is another one, as often as `random` says so. */
export function stepsOf(random: Dice): Readonly<Record<string, FakeStep>> {
  let amount = 0;
  const charged = ({ site }: Readonly<Record<string, unknown>>): unknown => ({ charged: site });
  return {
    'shop.quote': { run: () => ({ amount: (amount += random.below(2)) }), byRef: true },
    'shop.charge': { run: charged, isEffect: true, whenSkipped: () => ({ charged: 0 }) },
    'shop.pay': { run: charged, key: ({ site }) => `pay-${String(site)}`, whenSkipped: () => ({ charged: 0 }) },
    'shop.refund': { run: () => true },
    'shop.read': { run: () => 1, whenSkipped: () => 0 },
    'shop.list': { run: () => [1, 2, 3], byRef: true },
    'shop.square': {
      run: (input) => mapOutput(input, () => (random.below(3) > 0 ? 'ok' : 'failed')),
      byRef: true,
      whenSkipped: (input) => mapOutput(input, () => 'skipped'),
    },
  };
}

/**
 * @param fails it ends its run itself, when all else is done.
 * @returns the sites whose results are not their own, in place of a result: none when all went well.
 */
export function bodyOf(program: Program, fails = false): Body {
  return async (run) => {
    const quotes = new Map<number, Ref<unknown>>();
    const results: [Site, unknown][] = [];
    for (const stage of program) {
      const made = await Promise.all(
        stage.map(async (one): Promise<[Site, unknown]> => {
          const { site, of } = one;
          const input = { site, ...(of !== undefined && { q: quotes.get(of) }) };
          switch (one.kind) {
            case 'quote': {
              const quote = await shop.quote(input);
              quotes.set(site, quote);
              return [one, quote];
            }
            case 'map':
              return [one, (await shop.square.map(await shop.list({ site }), {}, { shardSize: 1 + (site % 3) })).items];
            case 'once':
              return [one, await run.once(`once-${site}`, () => Promise.resolve(site))];
            case 'wait':
              return [one, await run.waitFor(`wait-${site}`)];
            case 'charge':
            case 'pay':
              return [
                one,
                await shop[one.kind](
                  input,
                  one.undo ? { undo: (made) => shop.refund({ ...made.input, ...made.output }) } : {},
                ),
              ];
            case 'read':
              return [one, await shop.read(input)];
          }
        }),
      );
      results.push(...made);
    }
    if (fails) run.fail('this was wrong');
    return results.map(([{ kind, site }, result]) => ({ kind, site, result }));
  };
}
