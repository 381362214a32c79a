/**
 * The guarded step, explored exhaustively within small bounds: attempts of one activity and of a second execution that joined,
 * a network that may execute a request long after its sender gave up or lose a reply, kills, and an operator's floor.
 * The scripts are the specification of spec/, which conformance.property.test.ts holds to redis/lua/.
 *
 * An attempt
 *   idle       Temporal has not started it. → asking
 *   asking     `begin` is on its way. → working (acquired), done (committed), idle again (busy: asks later), ended (superseded)
 *   working    holds the lock until its deadline; reads the items, computes the one that is not there. → recorded
 *   recorded   the item is acknowledged; commits. → done, ended
 *   done       answered with a record.   ended   failed, superseded, killed, or past its deadline.
 *
 * Requests and replies are separate steps of the world, so everything that can happen between them does.
 */
import type { Step } from './explore';
import * as spec from './spec';
import type { Bounds, Sabotage } from './stepBounds';

type Phase = 'idle' | 'asking' | 'working' | 'recording' | 'recorded' | 'committing' | 'done' | 'ended';
type Kind = 'begin' | 'record' | 'commit';

interface Attempt {
  readonly phase: Phase;
  readonly token: number;
  readonly deadline: number;
  readonly sentAt: number;
  readonly revoked: boolean;
  /** What it waits for; a request it gave up is in `ghosts`. */
  readonly request?: Kind | undefined;
  readonly reply?: Reply | undefined;
  /** The item was acknowledged to somebody before this attempt's begin was answered, and yet is not there. */
  readonly isRobbed: boolean;
}

type Reply = { word: string; gen?: number; owner?: string; token?: number };

interface Ghost {
  readonly attempt: number;
  readonly kind: Kind;
  readonly token: number;
}

export interface StepState {
  readonly run: spec.RunState;
  readonly now: number;
  readonly attempts: readonly Attempt[];
  readonly ghosts: readonly Ghost[];
  readonly losses: number;
  readonly kills: number;
  readonly resets: number;
  /** The item was acknowledged. */
  readonly acknowledged: boolean;
  /** gen of the record that somebody was answered with. */
  readonly answered: number;
  /** Tokens do not follow the clock. */
  readonly isCounting?: true;
}

const LEASE = 3;
const MARGIN = 1;
const name = { step: 's', hash: 'h' };

export function startOf({ scopes, losses, kills, resets, sabotage }: Bounds): StepState {
  const attempts = scopes.map((): Attempt => ({
    phase: 'idle',
    token: 0,
    deadline: 0,
    sentAt: 0,
    revoked: false,
    isRobbed: false,
  }));
  const start = {
    run: spec.emptyRun,
    now: 1,
    attempts,
    ghosts: [],
    losses,
    kills,
    resets,
    acknowledged: false,
    answered: 0,
  };
  return sabotage === 'tokens are counted' ? { ...start, isCounting: true } : start;
}

/** At most one attempt believes that it holds the lock, by its own clock. */
export function look({ attempts, now }: StepState): string | undefined {
  const believers = attempts.filter(
    ({ phase, deadline }) => ['working', 'recording', 'recorded'].includes(phase) && now < deadline,
  );
  return believers.length > 1 ? 'two believe that they hold the lock' : undefined;
}

export function nextOf(bounds: Bounds): (state: StepState) => Step<StepState>[] {
  return (state) => [
    ...time(state, bounds),
    ...state.attempts.flatMap((attempt, i) => [
      ...acts(state, attempt, i, bounds),
      ...executes(state, attempt, i, bounds),
      ...hears(state, attempt, i, bounds),
      ...accidents(state, attempt, i),
    ]),
    ...ghosts(state, bounds),
  ];
}

function time(state: StepState, { ticks }: Bounds): Step<StepState>[] {
  const steps: Step<StepState>[] = [];
  if (state.now < ticks) steps.push({ what: 'time passes', state: { ...state, now: state.now + 1 } });
  if (state.resets > 0) {
    const run = spec.reset(state.run, instant(state), { step: 's', raiseFloor: true }).state;
    steps.push({ what: 'an operator puts a floor', state: { ...state, run, resets: state.resets - 1, answered: 0 } });
  }
  return steps;
}

const instant = ({ now, isCounting }: StepState): spec.Now => ({ ms: now, us: isCounting ? 0 : now * 4 });

function change(state: StepState, i: number, attempt: Partial<Attempt>, rest: Partial<StepState> = {}): StepState {
  return { ...state, ...rest, attempts: state.attempts.with(i, { ...state.attempts[i]!, ...attempt }) };
}

/** What the attempt does by itself: asks, records, commits, renews, or gives up at its deadline. */
function acts(state: StepState, attempt: Attempt, i: number, { scopes }: Bounds): Step<StepState>[] {
  const { phase, deadline, revoked } = attempt;
  const who = `A${i + 1}`;
  const send = (kind: Kind, next: Phase): Step<StepState> => ({
    what: `${who} sends ${kind}`,
    state: change(state, i, { phase: next, request: kind, sentAt: kind === 'begin' ? state.now : attempt.sentAt }),
  });
  if (phase === 'idle') {
    const earlier = state.attempts.findIndex((_, j) => j < i && scopes[j] === scopes[i]);
    return earlier >= 0 && state.attempts[earlier]?.phase === 'idle' ? [] : [send('begin', 'asking')];
  }
  const holds = phase === 'working' || phase === 'recorded';
  if (!holds) return [];
  if (state.now >= deadline)
    return [{ what: `${who} is past its deadline`, state: change(state, i, { phase: 'ended' }) }];
  const renewed = revoked ? [] : [renew(state, attempt, i)];
  if (phase === 'recorded') return [...renewed, send('commit', 'committing')];
  if (revoked) return renewed;
  const again = attempt.isRobbed ? 'an acknowledged item is computed again' : undefined;
  return [...renewed, { ...send('record', 'recording'), what: `${who} computes its item`, wrong: again }];
}

function renew(state: StepState, attempt: Attempt, i: number): Step<StepState> {
  const lease = { ...name, owner: ownerOf(i), token: attempt.token, leaseMs: LEASE };
  const { state: run, reply } = spec.renew(state.run, instant(state), [lease]);
  const word = reply[0]?.word ?? 'lost';
  const next: Partial<Attempt> =
    word === 'held'
      ? { deadline: state.now + LEASE - MARGIN }
      : word === 'revoked'
        ? { revoked: true }
        : { phase: 'ended' };
  return { what: `A${i + 1} renews: ${word}`, state: change({ ...state, run }, i, next) };
}

const ownerOf = (i: number) => `A${i + 1}`;

/** The server executes what is on its way. */
function executes(state: StepState, attempt: Attempt, i: number, bounds: Bounds): Step<StepState>[] {
  if (!attempt.request) return [];
  const { run, reply } = execute(state, i, attempt.request, attempt.token, bounds);
  const what = `redis: ${attempt.request} of A${i + 1} → ${reply.word}`;
  return [{ what, state: change({ ...state, run }, i, { request: undefined, reply }) }];
}

function ghosts(state: StepState, bounds: Bounds): Step<StepState>[] {
  return state.ghosts.map(({ attempt, kind, token }, at) => {
    const { run, reply } = execute(state, attempt, kind, token, bounds);
    return {
      what: `redis, late: ${kind} of A${attempt + 1} → ${reply.word}`,
      state: { ...state, run, ghosts: state.ghosts.toSpliced(at, 1) },
    };
  });
}

function execute(
  state: StepState,
  i: number,
  kind: Kind,
  token: number,
  { scopes, sabotage }: Bounds,
): { run: spec.RunState; reply: Reply } {
  const now = instant(state);
  const mine = { ...name, owner: ownerOf(i), token };
  if (kind === 'begin') return begin(state, i, scopes[i]!, sabotage);
  if (kind === 'record') {
    const entries = [{ key: 'item', outcome: 'ok' as const, value: mine.owner }];
    const { state: run, reply } = spec.record(state.run, now, { ...mine, entries });
    return { run, reply };
  }
  const blind =
    sabotage === 'commit overwrites' || (sabotage === 'commit does not look at the record' && !isHeldBy(state, i));
  const before = blind
    ? spec.withStep(state.run, name, { record: undefined })
    : sabotage === 'commit does not check its token'
      ? spec.withStep(state.run, name, { lock: lockFor(mine, now) })
      : state.run;
  const { state: after, reply } = spec.commit(before, now, { ...mine, floor: 0, output: mine.owner, blobs: [] });
  const run = reply.word === 'lost' ? state.run : after;
  return {
    run,
    reply: reply.word === 'committed' ? { word: reply.word, gen: reply.record.gen, owner: reply.record.owner } : reply,
  };
}

function lockFor({ owner, token }: { owner: string; token: number }, { ms }: spec.Now): spec.StepLock {
  return { owner, token, scope: '', seq: 0, revoked: false, expiresAtMs: ms };
}

function holderOf(state: StepState): { owner: string; token: number } {
  const { owner = '', token = 0 } = spec.stepOf(state.run, name).lock ?? {};
  return { owner, token };
}

const isHeldBy = (state: StepState, i: number) => holderOf(state).owner === ownerOf(i);

function begin(state: StepState, i: number, scope: string, sabotage?: Sabotage): { run: spec.RunState; reply: Reply } {
  const step = spec.stepOf(state.run, name);
  let { run } = state;
  if (sabotage === 'begin does not look at the record') run = spec.withStep(run, name, { record: undefined });
  if (sabotage === 'a takeover steals instead of waiting' && step.lock?.scope === scope && step.lock.seq < i) {
    run = spec.withStep(run, name, { lock: undefined });
  }
  const lock = spec.live(step.lock, instant(state));
  if (sabotage === 'a revoked attempt that asks again is acquired' && lock?.revoked && lock.owner === ownerOf(i)) {
    return { run, reply: { word: 'acquired', token: lock.token } };
  }
  const limits = { maxFailures: 9, maxDeaths: 9, alone: true };
  const args = { ...name, owner: ownerOf(i), scope, seq: i, leaseMs: LEASE, floor: 0, ...limits };
  const answer = spec.begin(run, instant(state), args);
  const { reply } = answer;
  if (reply.word === 'committed') return { run: answer.state, reply: { word: 'committed', gen: reply.record.gen } };
  return {
    run: answer.state,
    reply: 'token' in reply ? { word: reply.word, token: reply.token } : { word: reply.word },
  };
}

/** The attempt hears the answer. */
function hears(state: StepState, attempt: Attempt, i: number, { sabotage }: Bounds): Step<StepState>[] {
  const { reply, phase } = attempt;
  if (!reply) return [];
  const what = `A${i + 1} hears ${reply.word}`;
  const to = (next: Partial<Attempt>, rest: Partial<StepState> = {}): StepState =>
    change(state, i, { ...next, reply: undefined }, rest);
  if (reply.word === 'committed') {
    const differs = state.answered > 0 && state.answered !== reply.gen && state.resets === 0 && !isFloored(state);
    const wrong = differs ? 'two were answered with different records' : undefined;
    return [{ what, state: to({ phase: 'done' }, { answered: reply.gen ?? 0 }), wrong }];
  }
  if (phase === 'asking') {
    const isLicence =
      reply.word === 'acquired' || (reply.word === 'busy' && sabotage === 'a wake-up is a licence to compute');
    if (isLicence) {
      const from = sabotage === 'the deadline counts from the reply' ? state.now : attempt.sentAt;
      const deadline = from + LEASE - MARGIN;
      const isThere = state.run.items['s']?.['item'] !== undefined;
      const phaseNow = isThere ? 'recorded' : 'working';
      const isRobbed = state.acknowledged && !isThere;
      return [{ what, state: to({ phase: phaseNow, token: reply.token ?? 0, deadline, isRobbed }) }];
    }
    return [{ what, state: to({ phase: reply.word === 'busy' ? 'idle' : 'ended' }) }];
  }
  if (phase === 'recording' && reply.word === 'ok') {
    return [{ what, state: to({ phase: 'recorded' }, { acknowledged: true }) }];
  }
  const own = spec.stepOf(state.run, name).record?.owner === ownerOf(i) && phase === 'committing';
  return [{ what, state: to({ phase: 'ended' }), wrong: own ? 'an own commit is reported lost' : undefined }];
}

const isFloored = (state: StepState) => (state.run.floors['s'] ?? 0) > 0;

/** A kill, a request that its sender gives up, a reply that is lost: the same request is sent again. */
function accidents(state: StepState, attempt: Attempt, i: number): Step<StepState>[] {
  const { request, reply, phase, token } = attempt;
  const steps: Step<StepState>[] = [];
  const ghost = request ? [...state.ghosts, { attempt: i, kind: request, token }] : state.ghosts;
  if (state.kills > 0 && phase !== 'idle' && phase !== 'done' && phase !== 'ended') {
    const dead = { phase: 'ended', request: undefined, reply: undefined } as const;
    steps.push({
      what: `A${i + 1} is killed`,
      state: change(state, i, dead, { kills: state.kills - 1, ghosts: ghost }),
    });
  }
  if (state.losses > 0 && (request ?? reply)) {
    const kind: Kind = phase === 'asking' ? 'begin' : phase === 'recording' ? 'record' : 'commit';
    const again = { request: kind, reply: undefined, sentAt: kind === 'begin' ? state.now : attempt.sentAt };
    const what = `A${i + 1} ${request ? 'times out (its request is still on its way)' : 'loses the reply'} and sends again`;
    steps.push({ what, state: change(state, i, again, { losses: state.losses - 1, ghosts: ghost }) });
  }
  return steps;
}
