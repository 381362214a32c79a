/**
 * The lock of a resource and its queue, explored exhaustively within small bounds: users that ask, wait, hear of a grant
 * (early, late or never), hold, renew and give back; some may die anywhere. The scripts are the specification of spec/,
 * which conformance.property.test.ts holds to redis/lua/.
 *
 * A user
 *   idle      → asking
 *   asking    its question was executed; the answer is on its way. → holding (acquired), waiting (busy)
 *   waiting   stands in the queue; asks again at most once an instant. → asking, holding (a grant newer than its last answer)
 *   holding   until its deadline, by its own clock; renews once. → done (gives back, or past its deadline)
 *   done, dead
 *
 * A request is executed when it is sent, its answer is heard at any time later: requests that are late, lost or sent twice
 * are met by the random histories of the same scripts (test/redis/world).
 */
import type { Step } from './explore';
import * as spec from './spec';

/** Ways to break a rule, each of which the exploration must convict. */
export type QueueSabotage =
  | 'a grant older than the last answer is believed'
  | 'a grant counts from the moment it is heard'
  | 'a renewal shortens the lease'
  | 'a free lock is taken past those who wait'
  | 'tokens are counted';

export interface QueueBounds {
  readonly users: number;
  readonly ticks: number;
  readonly kills: number;
  /** How often waiters ask again, all together. */
  readonly polls: number;
  readonly sabotage?: QueueSabotage;
}

interface User {
  readonly phase: 'idle' | 'asking' | 'waiting' | 'holding' | 'done' | 'dead';
  readonly deadline: number;
  readonly sentAt: number;
  /** 0: none yet. */
  readonly ticket: number;
  /** Of its lock; while it waits, the largest of its last answer. */
  readonly token: number;
  /** The answer to its question: a token, or a place in the queue. */
  readonly answer?: { readonly word: 'acquired' | 'busy'; readonly token: number; readonly ticket: number } | undefined;
  readonly renewal?: { readonly sentAt: number } | 'heard' | undefined;
}

export interface QueueState {
  readonly resource: spec.ResourceState;
  readonly now: number;
  readonly users: readonly User[];
  /** Grants on their way; each may arrive at any time, or never. */
  readonly news: readonly { readonly to: number; readonly token: number }[];
  readonly kills: number;
  readonly polls: number;
  /** Tokens do not follow the clock. */
  readonly isCounting?: true;
}

const LEASE = 3;
/** Of a grant; so much longer than the lease that a renewal could shorten it. */
const GRANT = 6;
const WINDOW = 4;
const MARGIN = 1;

const newcomer: User = { phase: 'idle', deadline: 0, sentAt: 0, ticket: 0, token: 0 };

export function startOfQueue({ users, kills, polls, sabotage }: QueueBounds): QueueState {
  const all = Array.from({ length: users }, () => newcomer);
  const start = { resource: spec.emptyResource, now: 1, users: all, news: [], kills, polls };
  return sabotage === 'tokens are counted' ? { ...start, isCounting: true } : start;
}

export function lookAtQueue({ users, now }: QueueState): string | undefined {
  const believers = users.filter(({ phase, deadline }) => phase === 'holding' && now < deadline);
  return believers.length > 1 ? 'two believe that they hold the lock' : undefined;
}

const instant = ({ now, isCounting }: QueueState): spec.Now => ({ ms: now, us: isCounting ? 0 : now * 8 });
const nameOf = (i: number) => `U${i + 1}`;

function change(state: QueueState, i: number, user: Partial<User>, rest: Partial<QueueState> = {}): QueueState {
  return { ...state, ...rest, users: state.users.with(i, { ...state.users[i]!, ...user }) };
}

/** Of those who are done nothing is kept, so that states that differ in nothing else are one. */
function ends(state: QueueState, i: number, phase: 'done' | 'dead', rest: Partial<QueueState> = {}): QueueState {
  const news = (rest.news ?? state.news).filter(({ to }) => to !== i);
  return { ...state, ...rest, news, users: state.users.with(i, { ...newcomer, phase }) };
}

export function nextInQueue(bounds: QueueBounds): (state: QueueState) => Step<QueueState>[] {
  return (state) => [
    ...(state.now < bounds.ticks ? [{ what: 'time passes', state: { ...state, now: state.now + 1 } }] : []),
    ...state.users.flatMap((user, i) => [
      ...actions(state, user, i, bounds.sabotage),
      ...hears(state, user, i),
      ...(state.kills > 0 && !['idle', 'done', 'dead'].includes(user.phase)
        ? [{ what: `${nameOf(i)} dies`, state: ends(state, i, 'dead', { kills: state.kills - 1 }) }]
        : []),
    ]),
    ...state.news.map((_, at) => hearsOfGrant(state, at, bounds.sabotage)),
  ];
}

function actions(state: QueueState, user: User, i: number, sabotage?: QueueSabotage): Step<QueueState>[] {
  // All are alike, so they come in the order of their names.
  if (user.phase === 'idle' && (i === 0 || state.users[i - 1]?.phase !== 'idle'))
    return [asks(state, user, i, sabotage)];
  if (user.phase === 'waiting' && state.now > user.sentAt && state.polls > 0) {
    return [asks({ ...state, polls: state.polls - 1 }, user, i, sabotage)];
  }
  if (user.phase !== 'holding') return [];
  if (state.now >= user.deadline) {
    return [{ what: `${nameOf(i)} is past its deadline`, state: ends(state, i, 'done') }];
  }
  const steps = [givesBack(state, i)];
  return user.renewal === undefined ? [...steps, renews(state, user, i, sabotage)] : steps;
}

function asks(state: QueueState, user: User, i: number, sabotage?: QueueSabotage): Step<QueueState> {
  const owner = nameOf(i);
  const now = instant(state);
  const before =
    sabotage === 'a free lock is taken past those who wait' ? { ...state.resource, waiters: [] } : state.resource;
  const args = { owner, leaseMs: LEASE, floor: 0, ticket: user.ticket, nowait: false, windowMs: WINDOW };
  const { state: resource, reply } = spec.acquire(before, now, args);
  const inFront = spec
    .waitersOf(state.resource, now)
    .filter((waiter) => waiter.ticket < (user.ticket || now.us) && waiter.owner !== owner)
    .filter((waiter) => spec.isAlive(waiter, now, WINDOW));
  const isNew = reply.word === 'acquired' && state.resource.lock?.owner !== owner;
  const answer =
    reply.word === 'acquired'
      ? ({ word: 'acquired', token: reply.token, ticket: 0 } as const)
      : ({ word: 'busy', token: reply.lastToken, ticket: reply.ticket } as const);
  return {
    what: `${owner} asks: ${reply.word}`,
    state: change(state, i, { phase: 'asking', sentAt: state.now, answer }, { resource }),
    wrong: isNew && inFront.length > 0 ? 'somebody is served before one who asked first' : undefined,
  };
}

function givesBack(state: QueueState, i: number): Step<QueueState> {
  const args = { owner: nameOf(i), windowMs: WINDOW, grantMs: GRANT };
  const { state: resource, reply } = spec.hand(state.resource, instant(state), args);
  const to = reply.word === 'handed' ? Number(reply.owner.slice(1)) - 1 : -1;
  const news = to < 0 ? state.news : [...state.news, { to, token: resource.token }];
  return {
    what: `${nameOf(i)} gives back: ${reply.word}`,
    state: ends(state, i, 'done', { resource, news }),
  };
}

function renews(state: QueueState, user: User, i: number, sabotage?: QueueSabotage): Step<QueueState> {
  const args = { owner: nameOf(i), token: user.token, leaseMs: LEASE };
  const { state: extended, reply } = spec.renewResource(state.resource, instant(state), args);
  const isShort = sabotage === 'a renewal shortens the lease' && reply.word === 'held' && extended.lock;
  const resource = isShort ? { ...extended, lock: { ...extended.lock, expiresAtMs: state.now + LEASE } } : extended;
  const isHeld = reply.word === 'held';
  const next = isHeld
    ? change(state, i, { renewal: { sentAt: state.now } }, { resource })
    : ends(state, i, 'done', { resource });
  return { what: `${nameOf(i)} renews: ${reply.word}`, state: next };
}

/** The answer of a question or of a renewal reaches the user; it counts from when that was sent. */
function hears(state: QueueState, user: User, i: number): Step<QueueState>[] {
  const { phase, answer, renewal, sentAt } = user;
  if (phase === 'holding' && typeof renewal === 'object') {
    const renewed = { deadline: renewal.sentAt + LEASE - MARGIN, renewal: 'heard' as const };
    return [{ what: `${nameOf(i)} hears of its renewal`, state: change(state, i, renewed) }];
  }
  if (phase !== 'asking' || !answer) return [];
  const { word, token, ticket } = answer;
  const next: Partial<User> =
    word === 'acquired'
      ? { phase: 'holding', token, deadline: sentAt + LEASE - MARGIN }
      : { phase: 'waiting', token, ticket };
  return [{ what: `${nameOf(i)} hears ${word}`, state: change(state, i, { ...next, answer: undefined }) }];
}

/** Only a grant newer than the last answer is believed, and it counts from the question before it. */
function hearsOfGrant(state: QueueState, at: number, sabotage?: QueueSabotage): Step<QueueState> {
  const { to, token } = state.news[at]!;
  const user = state.users[to]!;
  const news = state.news.toSpliced(at, 1);
  const isNew = token > user.token || sabotage === 'a grant older than the last answer is believed';
  if (user.phase !== 'waiting' || !isNew) {
    return { what: `${nameOf(to)} hears of its grant too late`, state: { ...state, news } };
  }
  const from = sabotage === 'a grant counts from the moment it is heard' ? state.now : user.sentAt;
  const held: Partial<User> = { phase: 'holding', token, deadline: from + GRANT - MARGIN };
  return { what: `${nameOf(to)} hears of its grant`, state: change(state, to, held, { news }) };
}
