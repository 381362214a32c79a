import { nameOf, type BlobName } from '../../../redis';
import { attempts, HOLDER, stepNames, type Action, type Floor } from './actions';
import type { Server } from './server';

/** One request, the same for both servers. */
export type Question = (server: Server) => Promise<unknown>;

/** What earlier replies taught those who ask. */
export interface Memory {
  /** By attempt and step. */
  readonly tokens: Map<string, number>;
  /** By step: the attempt that acquired its lock last. */
  readonly holders: Map<number, number>;
  /** By waiter. */
  readonly tickets: Map<number, number>;
  readonly resourceTokens: Map<number, number>;
  /** Tokens of the run's locks: who was given them. */
  readonly given: Map<number, string>;
  largestToken: number;
}

export const emptyMemory = (): Memory => ({
  tokens: new Map(),
  holders: new Map(),
  tickets: new Map(),
  resourceTokens: new Map(),
  given: new Map(),
  largestToken: 0,
});

const leaseMs = 2500;
const contentOf = (blob: number): Buffer => Buffer.from(`content ${blob}`);
const blobNamed = (blob: number): BlobName => nameOf(contentOf(blob));
export const ownerOf = (waiter: number): string => `w${waiter}`;

type StepAction = Extract<Action, { do: 'begin' | 'record' | 'note' | 'commit' | 'release' }>;
type RunAction = StepAction | Extract<Action, { do: 'renew' | 'reset' | 'store blob' | 'lose blob' }>;
type ResourceAction = Extract<Action, { do: 'ask' | 'hand' | 'renew resource' }>;

export function runQuestion(action: RunAction, memory: Memory): Question {
  switch (action.do) {
    case 'renew': {
      const locks = stepNames.map((_, step) => ({ ...lockOf({ ...action, step }, memory), leaseMs: action.leaseMs }));
      return ({ run }) => run.renew(locks);
    }
    case 'reset':
      return ({ run }) => run.reset(stepNames[action.step]!.step, { floor: action.floor, clearStrikes: false });
    case 'store blob':
      return ({ run }) => run.putBlob(contentOf(action.blob));
    case 'lose blob':
      return ({ run }) => run.dropBlob(blobNamed(action.blob));
    case 'begin':
    case 'record':
    case 'note':
    case 'commit':
    case 'release':
      return stepQuestion(action, memory);
  }
}

function stepQuestion(action: StepAction, memory: Memory): Question {
  const name = stepNames[action.step]!;
  const attempt = attempts[attemptOf(action, memory)]!;
  switch (action.do) {
    case 'begin': {
      const { leaseMs, alone } = action;
      const most = { maxFailures: 2, maxDeaths: 2 };
      const request = { ...name, ...attempt, ...floorOf(action, memory), leaseMs, ...most, alone };
      return ({ run }) => run.begin(request);
    }
    case 'record': {
      const lock = lockOf(action, memory);
      const entries = action.entries.map((entry, i) => ({ ...entry, value: `${attempt.owner}.${i}` }));
      return ({ run }) => run.record(lock, entries);
    }
    case 'note': {
      const lock = lockOf(action, memory);
      return ({ run }) => run.note(lock, action.key);
    }
    case 'commit': {
      const lock = { ...lockOf({ ...action, token: 'learnt' }, memory), ...floorOf(action, memory) };
      const record = { output: `by ${attempt.owner}`, durationMs: 1, attempt: 1 };
      return ({ run }) => run.commit({ ...lock, record, blobs: action.blobs.map(blobNamed) });
    }
    case 'release':
      return ({ run }) => run.release({ ...name, owner: attempt.owner, outcome: action.outcome });
  }
}

export function resourceQuestion(action: ResourceAction, memory: Memory): Question {
  const owner = ownerOf(action.waiter);
  switch (action.do) {
    case 'ask': {
      const echoed = action.ticket === 'echo' ? memory.tickets.get(action.waiter) : undefined;
      const another = action.ticket === "another's" ? Math.min(...memory.tickets.values()) : undefined;
      const ticket = echoed ?? (Number.isFinite(another) ? another : undefined) ?? 0;
      const floor = action.floor === 'higher' ? memory.largestToken + 5 : 0;
      return ({ resource }) => resource.ask({ owner, leaseMs, ticket, floor, queue: action.queue });
    }
    case 'hand':
      return ({ resource }) => resource.hand({ owner });
    case 'renew resource': {
      const token = memory.resourceTokens.get(action.waiter) ?? 0;
      const { leaseMs } = action;
      return ({ resource }) => resource.renew({ owner, token, leaseMs });
    }
  }
}

/** Keeps what a reply says that later requests need. */
export function learn(action: Action, reply: unknown, memory: Memory): void {
  const { token, ticket } = (reply ?? {}) as { token?: number; ticket?: number };
  memory.largestToken = Math.max(memory.largestToken, token ?? 0);
  if (action.do === 'begin' && token) {
    const attempt = attemptOf(action, memory);
    assertGrowing(memory.given, token, `${attempt}.${action.step}`);
    memory.tokens.set(`${attempt}.${action.step}`, token);
    memory.holders.set(action.step, attempt);
  }
  if (action.do === 'ask' && token) memory.resourceTokens.set(action.waiter, token);
  if (action.do === 'ask' && ticket) memory.tickets.set(action.waiter, ticket);
}

/** Whoever asks later is given a larger token, whatever a failover has lost in between; the same owner may be given its own again. */
function assertGrowing(given: Map<number, string>, token: number, owner: string): void {
  const smaller = given.get(token) !== owner && Math.max(0, ...given.keys()) >= token;
  if (smaller) throw new Error(`${owner} was given ${token}, which is not larger than every token given before`);
  given.set(token, owner);
}

function attemptOf({ attempt, step }: { attempt: number; step: number }, memory: Memory): number {
  return attempt === HOLDER ? (memory.holders.get(step) ?? 0) : attempt;
}

function lockOf(action: { attempt: number; step: number; token: 'learnt' | 'wrong' }, memory: Memory) {
  const attempt = attemptOf(action, memory);
  const learnt = memory.tokens.get(`${attempt}.${action.step}`) ?? 0;
  const token = action.token === 'learnt' ? learnt : learnt + 1;
  return { ...stepNames[action.step]!, owner: attempts[attempt]!.owner, token };
}

function floorOf({ floor }: { floor: Floor }, memory: Memory): { floor?: number } {
  if (floor === 'none') return {};
  return { floor: memory.largestToken + (floor === 'above all' ? 1 : 0) };
}
