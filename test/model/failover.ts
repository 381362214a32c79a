/**
 * A world whose Redis fails over to a replica that had not caught up: a suffix of the writes is lost, and a new master goes on from
 * the earlier state. With `deposedTicks` the old master is not dead and goes on answering for so long: each request is executed by
 * either of the two, and what the old one did is lost when it falls silent. A sink outside takes effects of holders, and refuses a
 * token that is smaller than the largest it has taken.
 */
import type { Found, Step } from './explore';
import { explore } from './explore';

/** What two worlds have in common: one server, in one state, and those who hold its lock. */
export interface Frame<World, Server> {
  server(world: World): Server;
  withServer(world: World, server: Server): World;
  /** The largest token, and who holds the lock. */
  tokenOf(server: Server): { readonly token: number; readonly owner: string };
  /** gen of the record that stands; 0 for none. */
  recordOf(server: Server): number;
  /** Those who believe that they hold the lock. */
  holders(world: World): readonly { readonly owner: string; readonly token: number }[];
  next(world: World): Step<World>[];
  look(world: World): string | undefined;
  /** Nobody waits any more. */
  isSettled(world: World): boolean;
  /** Those who still want something have all the attempts that they need. */
  tireless(world: World): World;
}

export interface FailoverBounds {
  readonly ticks: number;
  /** Time that one takes. */
  readonly failoverTicks: number;
  /** For so long the old master goes on answering. */
  readonly deposedTicks: number;
  /** Within so many ticks after it nobody waits, once nothing else goes wrong. */
  readonly settledWithin: number;
}

export interface Failing<World, Server> {
  readonly world: World;
  /** What the replica has; nothing once it is promoted. */
  readonly replica?: Server | undefined;
  readonly deposed?: { readonly server: Server; readonly untilTick: number } | undefined;
  /** Every token that was given, and when. */
  readonly given: readonly { readonly owner: string; readonly token: number; readonly tick: number }[];
  /** The largest that the sink has taken. */
  readonly sink: number;
}

type Timed = { readonly now: number };
const byRedis = /^redis|renews|asks|gives back/;
const goesOn = /sends|redis: |hears|past its deadline|computes|asks|gives back/;
/** More than all can do in one tick. */
const STEPS_A_TICK = 24;

export function exploreFailover<World extends Timed, Server>(
  frame: Frame<World, Server>,
  start: World,
  bounds: FailoverBounds,
): Found {
  const first: Failing<World, Server> = {
    world: start,
    replica: frame.server(start),
    given: [],
    sink: 0,
  };
  const look = ({ world, replica, deposed }: Failing<World, Server>): string | undefined => {
    const isLossy = !replica && (bounds.failoverTicks < 2 || bounds.deposedTicks > 0);
    const wrong = isLossy ? undefined : frame.look(world);
    return wrong ?? (replica || deposed || settles(frame, world, bounds) ? undefined : 'somebody waits for ever');
  };
  return explore(first, (state) => nextOf(frame, state, bounds), look);
}

function nextOf<World extends Timed, Server>(
  frame: Frame<World, Server>,
  state: Failing<World, Server>,
  bounds: FailoverBounds,
): Step<Failing<World, Server>>[] {
  const { world, deposed } = state;
  const steps = frame
    .next(world)
    .map((step) => judged(frame, state, step, frame.server(world), bounds.deposedTicks > 0));
  return [
    ...steps,
    ...effects(frame, state),
    ...failover(frame, state, bounds),
    ...(deposed ? ofDeposed(frame, state, deposed) : []),
  ];
}

/** The replica catches up at any time, and is promoted once. */
function failover<World extends Timed, Server>(
  frame: Frame<World, Server>,
  state: Failing<World, Server>,
  { ticks, failoverTicks, deposedTicks }: FailoverBounds,
): Step<Failing<World, Server>>[] {
  const { world, replica } = state;
  if (!replica) return [];
  const now = world.now + failoverTicks;
  const old = { server: frame.server(world), untilTick: now + deposedTicks };
  const promoted = {
    ...state,
    world: { ...frame.withServer(world, replica), now },
    replica: undefined,
    deposed: deposedTicks > 0 ? old : undefined,
  };
  const caughtUp = { what: 'the replica catches up', state: { ...state, replica: frame.server(world) } };
  return now > ticks ? [caughtUp] : [caughtUp, { what: 'the replica is promoted', state: promoted }];
}

/** What the old master still does: its state changes, and not that of the new one. */
function ofDeposed<World extends Timed, Server>(
  frame: Frame<World, Server>,
  state: Failing<World, Server>,
  { server, untilTick }: { server: Server; untilTick: number },
): Step<Failing<World, Server>>[] {
  const { world } = state;
  const silent = { what: 'the old master falls silent', state: { ...state, deposed: undefined } };
  if (world.now > untilTick) return [silent];
  const steps = frame.next(frame.withServer(world, server)).filter(({ what }) => byRedis.test(what));
  const answered = steps.map((step) => {
    const after = judged(frame, state, step, server, true);
    const world = frame.withServer(after.state.world, frame.server(state.world));
    const deposed = { server: frame.server(step.state), untilTick };
    return { ...after, what: `old master: ${step.what}`, state: { ...after.state, world, deposed } };
  });
  return [silent, ...answered];
}

/** Tokens grow for whoever asks later; only the newest writes a record; before the failover nothing else goes wrong. */
function judged<World extends Timed, Server>(
  frame: Frame<World, Server>,
  state: Failing<World, Server>,
  { what, state: world, wrong }: Step<World>,
  before: Server,
  isSplit: boolean,
): Step<Failing<World, Server>> {
  const after = frame.server(world);
  const { owner, token } = frame.tokenOf(after);
  const isNew = token !== frame.tokenOf(before).token;
  const given = isNew ? [...state.given, { owner, token, tick: world.now }] : state.given;
  // Two masters may give one each within a tick, in any order.
  const rivals = isSplit ? state.given.filter(({ tick }) => tick < world.now) : state.given;
  const isSmall = isNew && rivals.some((earlier) => earlier.token >= token);
  const gen = frame.recordOf(after);
  const isStale = gen !== frame.recordOf(before) && gen < frame.tokenOf(after).token;
  return {
    what,
    state: { ...state, world, given },
    wrong:
      (isSmall ? 'a token is not larger than one that was given before' : undefined) ??
      (isStale ? 'a record is written below the newest token' : undefined) ??
      (state.replica ? wrong : undefined),
  };
}

/** A holder writes outside. */
function effects<World extends Timed, Server>(
  frame: Frame<World, Server>,
  state: Failing<World, Server>,
): Step<Failing<World, Server>>[] {
  const { world, given, sink } = state;
  const tickOf = (token: number): number => given.findLast((one) => one.token === token)?.tick ?? 0;
  return frame.holders(world).flatMap(({ owner, token }) => {
    const newest = given.every(({ tick, token: other }) => other === token || tick < tickOf(token));
    if (token < sink) {
      const wrong = newest ? 'the newest holder is refused outside' : undefined;
      return wrong ? [{ what: `the sink refuses ${owner}`, state, wrong }] : [];
    }
    const wrong = tickOf(token) < tickOf(sink) ? 'the sink takes an older effect after a newer one' : undefined;
    return [{ what: `the sink takes ${token} of ${owner}`, state: { ...state, sink: token }, wrong }];
  });
}

/** Once nothing bad happens any more, everybody is served within the bound. */
function settles<World extends Timed, Server>(
  frame: Frame<World, Server>,
  from: World,
  { settledWithin }: FailoverBounds,
): boolean {
  let world = frame.tireless(from);
  for (let tick = 0; tick <= settledWithin; tick++) {
    for (let n = 0; n < STEPS_A_TICK && !frame.isSettled(world); n++) {
      const step = frame.next(world).find(({ what }) => goesOn.test(what) && !/late|renews|sends again/.test(what));
      if (!step) break;
      world = step.state;
    }
    if (frame.isSettled(world)) return true;
    world = { ...world, now: world.now + 1 };
  }
  return false;
}
