/**
 * What the scripts know, as plain values that are never changed in place.
 *
 * The files beside this one are the executable specification of `redis/lua/`: each script is a function of the state, the
 * instant and its arguments. Left out: the TTLs of run state and of token counters (days against the seconds of a lease),
 * memory limits, and wake-ups. Leases end by time alone: whoever reads a lock asks whether it is still live.
 */

/** One instant of the server's clock, in the two units that the scripts read. */
export interface Now {
  readonly ms: number;
  readonly us: number;
}

export interface Answer<State, Reply> {
  readonly state: State;
  readonly reply: Reply;
}

export interface StepName {
  readonly step: string;
  readonly hash: string;
}

export interface StepLock {
  readonly token: number;
  readonly owner: string;
  readonly scope: string;
  readonly seq: number;
  readonly revoked: boolean;
  readonly expiresAtMs: number;
}

/** `gen` is the token of the commit that wrote it. */
export interface StepRecord {
  readonly gen: number;
  readonly owner: string;
  readonly output: string;
}

/** Everything about one (step, hash). */
export interface Step {
  readonly record?: StepRecord | undefined;
  readonly lock?: StepLock | undefined;
  /** Own failures. */
  readonly failed: number;
  /** Starts without an end. */
  readonly starts: readonly Start[];
}

export interface Start {
  readonly owner: string;
  /** Made as a suspect, in a process that works on no other. */
  readonly alone: boolean;
  /** The item it works on, if it named one. */
  readonly item?: string | undefined;
}

export interface Item {
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly token: number;
  readonly value: string;
}

/** One run: one cluster slot. */
export interface RunState {
  /** The largest token given. */
  readonly token: number;
  /** By step: records with a smaller token do not exist. */
  readonly floors: Readonly<Record<string, number>>;
  /** By `<step>:<hash>`. */
  readonly steps: Readonly<Record<string, Step>>;
  /** By step, by item key. */
  readonly items: Readonly<Record<string, Readonly<Record<string, Item>>>>;
  readonly blobs: readonly string[];
}

export const emptyRun: RunState = { token: 0, floors: {}, steps: {}, items: {}, blobs: [] };

const untouched: Step = { failed: 0, starts: [] };
const fieldOf = ({ step, hash }: StepName) => `${step}:${hash}`;

export function stepOf(state: RunState, name: StepName): Step {
  return state.steps[fieldOf(name)] ?? untouched;
}

export function withStep(state: RunState, name: StepName, change: Partial<Step>): RunState {
  return { ...state, steps: { ...state.steps, [fieldOf(name)]: { ...stepOf(state, name), ...change } } };
}

/** The lock while its lease lasts: a key is gone after the millisecond at which it expires. */
export function live<Lock extends { readonly expiresAtMs: number }>(
  lock: Lock | undefined,
  now: Now,
): Lock | undefined {
  return lock && lock.expiresAtMs >= now.ms ? lock : undefined;
}

/** The record, unless it lies below a floor: that of the call, or the one that `reset` put under the step. */
export function visibleRecord(state: RunState, name: StepName, floor: number): StepRecord | undefined {
  const { record } = stepOf(state, name);
  return record && record.gen >= floorOf(state, name, floor) ? record : undefined;
}

export function floorOf(state: RunState, { step }: StepName, floor: number): number {
  return Math.max(floor, state.floors[step] ?? 0);
}

/** Larger than every earlier token, and not below the clock or the floor. */
export function mint(last: number, now: Now, floor = 0): number {
  return Math.max(last + 1, now.us, floor);
}
