import fc from 'fast-check';

/** Attempts 0 to 2 are of one scope, 1 and 2 scheduled at the same time; 3 is another execution. */
export const attempts = [
  { owner: 'a0', scope: 'one scope', seq: 1 },
  { owner: 'a1', scope: 'one scope', seq: 2 },
  { owner: 'a2', scope: 'one scope', seq: 2 },
  { owner: 'b0', scope: 'another', seq: 1 },
] as const;

/** Two inputs of one step, and another step whose name begins alike. */
export const stepNames = [
  { step: 'claims', hash: 'h1' },
  { step: 'claims', hash: 'h2' },
  { step: 'claimsToo', hash: 'h1' },
] as const;

/** In place of an attempt: the one that acquired that lock last. */
export const HOLDER = attempts.length;

/** What an asker names as the lease; renewals may ask for less than the lock has. */
const leases = [800, 2500];

export const itemKeys = ['k1', 'k2', 'k3'];
export const blobCount = 2;
export const waiterCount = 5;

export type Action =
  | { do: 'begin'; attempt: number; step: number; floor: Floor; leaseMs: number; alone: boolean }
  | { do: 'note'; attempt: number; step: number; token: 'learnt' | 'wrong'; key: string }
  | { do: 'renew'; attempt: number; token: 'learnt' | 'wrong'; leaseMs: number }
  | {
      do: 'record';
      attempt: number;
      step: number;
      token: 'learnt' | 'wrong';
      entries: { key: string; outcome: Outcome }[];
    }
  | { do: 'commit'; attempt: number; step: number; floor: Floor; blobs: number[] }
  | { do: 'release'; attempt: number; step: number; outcome: 'failed' | 'stalled' | 'clean' | 'cancelled' }
  | { do: 'reset'; step: number; floor: boolean }
  | { do: 'store blob'; blob: number }
  | { do: 'lose blob'; blob: number }
  | { do: 'ask'; waiter: number; ticket: 'none' | 'echo' | "another's"; queue: boolean; floor: 'none' | 'higher' }
  | { do: 'hand'; waiter: number }
  | { do: 'renew resource'; waiter: number; leaseMs: number }
  | { do: 'a crowd asks and dies'; size: number }
  | { do: 'the replica catches up' }
  /** It takes so long; what the old master did since the replica had last caught up is lost. */
  | { do: 'the replica is promoted'; ms: number }
  | { do: 'time passes'; ms: number };

export type Floor = 'none' | 'at the newest token' | 'above all';
type Outcome = 'ok' | 'failed' | 'skipped';
type ActionOf<Name extends Action['do']> = Omit<Extract<Action, { do: Name }>, 'do'>;

function action<Name extends Action['do']>(
  weight: number,
  name: Name,
  parts: { [Part in keyof ActionOf<Name>]: fc.Arbitrary<ActionOf<Name>[Part]> },
) {
  return { weight, arbitrary: fc.record({ do: fc.constant(name), ...parts }) as unknown as fc.Arbitrary<Action> };
}

const below = (count: number) => fc.integer({ min: 0, max: count - 1 });
/** Half of all actions are about one step and its holder, or little would ever happen to the same lock. */
const step = fc.oneof(fc.constant(0), below(stepNames.length));
const attempt = fc.oneof(fc.constant(HOLDER), below(attempts.length));
const leaseMs = fc.constantFrom(...leases);
const floor = fc.constantFrom<Floor[]>('none', 'none', 'none', 'at the newest token', 'above all');
const token = fc.constantFrom('learnt', 'learnt', 'learnt', 'wrong');
const waiter = below(waiterCount);
const blob = below(blobCount);
const entry = fc.record({
  key: fc.constantFrom(...itemKeys),
  outcome: fc.constantFrom<Outcome[]>('ok', 'failed', 'skipped'),
});

/** About the leases that drive.ts asks for, the window of a waiter (1.5 s) and the end of its queue (15 s). */
const pause = fc.constantFrom(1, 300, 749, 1000, 1499, 1500, 1501, 4000, 15_000);

export const trace: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    action(8, 'begin', { attempt, step, floor, leaseMs, alone: fc.boolean() }),
    action(3, 'renew', { attempt, token, leaseMs }),
    action(4, 'record', { attempt, step, token, entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }),
    action(2, 'note', { attempt, step, token, key: fc.constantFrom(...itemKeys) }),
    action(4, 'commit', { attempt, step, floor, blobs: fc.uniqueArray(blob) }),
    action(3, 'release', { attempt, step, outcome: fc.constantFrom('failed', 'stalled', 'clean', 'cancelled') }),
    action(1, 'reset', { step, floor: fc.boolean() }),
    action(2, 'store blob', { blob }),
    action(1, 'lose blob', { blob }),
    action(10, 'ask', {
      waiter,
      ticket: fc.constantFrom('none', 'echo', 'echo', "another's"),
      queue: fc.constantFrom(true, true, true, false),
      floor: fc.constantFrom('none', 'none', 'none', 'higher'),
    }),
    action(4, 'hand', { waiter }),
    action(2, 'renew resource', { waiter, leaseMs }),
    action(1, 'a crowd asks and dies', { size: fc.constantFrom(3, 31, 32, 33, 70) }),
    action(2, 'the replica catches up', {}),
    action(1, 'the replica is promoted', { ms: pause }),
    action(6, 'time passes', { ms: pause }),
  ),
  { minLength: 10, maxLength: 30 },
);
