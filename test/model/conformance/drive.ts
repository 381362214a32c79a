import { isDeepStrictEqual } from 'node:util';
import type { Simulation } from '../../../testing/simulation';
import { itemKeys, stepNames, waiterCount, type Action } from './actions';
import { emptyMemory, learn, ownerOf, resourceQuestion, runQuestion, type Question } from './questions';
import type { Facts, Server } from './server';
import { simulatedServer } from './simulated';
import { specResource } from './specResource';
import { specRun } from './specRun';
import type { Now } from '../spec';

const leaseMs = 100;

export type Specify = (now: () => Now) => Server;

/** Both halves of the specification, with one memory. */
export const specified: Specify = (now) => together(specRun(now), specResource(now));

export function together(
  run: Pick<Server, 'run' | 'facts' | 'backup'>,
  resource: Pick<Server, 'resource' | 'backup'>,
): Server {
  const backup = () => {
    const [restoreRun, restoreResource] = [run.backup(), resource.backup()];
    return () => {
      restoreRun();
      restoreResource();
    };
  };
  return { ...run, ...resource, unnamed: () => [], backup };
}

/**
 * Plays one trace on the real scripts and on the specification. Fails the test at the first reply that differs, and at a token
 * that is smaller than one that somebody was given before.
 */
export async function compare(
  world: Simulation,
  name: string,
  actions: readonly Action[],
  specify = specified,
): Promise<void> {
  world.server.call('FLUSHALL');
  const { server, now } = simulatedServer(world, name);
  const specification = specify(now);
  const memory = emptyMemory();
  let replicas = [server.backup(), specification.backup()];
  const ask = async (what: Action | string, question: Question): Promise<unknown> => {
    const [actual, expected] = [await question(server), await question(specification)];
    // Jest's own comparison costs more than the calls.
    if (!isDeepStrictEqual(actual, expected)) expect({ what, reply: actual }).toEqual({ what, reply: expected });
    return expected;
  };

  let crowd = 0;
  for (const action of actions) {
    switch (action.do) {
      case 'time passes':
        await world.pass(action.ms);
        break;
      case 'the replica catches up':
        replicas = [server.backup(), specification.backup()];
        break;
      case 'the replica is promoted':
        await world.pass(action.ms);
        for (const promote of replicas) promote();
        break;
      case 'a crowd asks and dies':
        for (let i = 0; i < action.size; i++) {
          const owner = `dead${(crowd += 1)}`;
          await ask(action, ({ resource }) => resource.ask({ owner, leaseMs }));
        }
        break;
      case 'ask':
      case 'hand':
      case 'renew resource':
        learn(action, await ask(action, resourceQuestion(action, memory)), memory);
        break;
      case 'begin':
      case 'commit':
      case 'lose blob':
      case 'note':
      case 'record':
      case 'release':
      case 'renew':
      case 'reset':
      case 'store blob':
        learn(action, await ask(action, runQuestion(action, memory)), memory);
    }
  }
  await compareEnds(ask, server, specification);
}

type Ask = (what: string, question: Question) => Promise<unknown>;

/** What the trace left behind: facts, items, and the queue in the order in which it empties. */
async function compareEnds(ask: Ask, server: Server, specification: Server): Promise<void> {
  expect(sorted(await server.facts())).toEqual(sorted(await specification.facts()));
  expect(server.unnamed()).toEqual([]);
  for (const { step } of stepNames) await ask(`items of ${step}`, ({ run }) => run.items(step, itemKeys));
  await emptyQueue(ask);
}

/** Somebody who stands first, or nobody, gets a free lock; from then on it goes from hand to hand. */
async function emptyQueue(ask: Ask): Promise<void> {
  let holder: string | undefined;
  for (let waiter = 0; waiter < waiterCount && !holder; waiter++) {
    const owner = ownerOf(waiter);
    const reply = await ask('who holds', ({ resource }) => resource.ask({ owner, leaseMs, queue: false }));
    holder = (reply as { holder?: string }).holder ?? owner;
  }
  while (holder) {
    const owner: string = holder;
    const reply = await ask('emptying the queue', ({ resource }) => resource.hand({ owner }));
    holder = (reply as { owner?: string }).owner;
  }
}

/** A counter at zero is as good as none; the order of hash fields is nobody's business. */
function sorted({ locks, counters, records }: Facts): string[][] {
  const counted = counters.filter(({ failed, starts }) => failed + starts > 0);
  return [locks, counted, records].map((facts) => facts.map((fact) => JSON.stringify(keysSorted(fact))).toSorted());
}

function keysSorted(fact: object): [string, unknown][] {
  return Object.entries(fact).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
