import fc from 'fast-check';
import type { SimulatedProcess, SimulatedServer, Simulation } from '../../../testing/simulation';
import type { Audit } from './audit';

/** Something that goes wrong once, at a time of its own. */
export interface Mishap {
  readonly atMs: number;
  readonly what: 'kill' | 'stall' | 'cut' | 'full' | 'steal' | 'backup' | 'failover';
  readonly who: number;
  readonly forMs: number;
}

export const mishap: fc.Arbitrary<Mishap> = fc.record({
  atMs: fc.integer({ min: 0, max: 3000 }),
  what: fc.constantFrom('kill', 'stall', 'stall', 'cut', 'cut', 'full', 'steal', 'backup', 'failover'),
  who: fc.integer({ min: 0, max: 3 }),
  forMs: fc.constantFrom(50, 250, 600, 2500),
});

/** Probability of each network fault, per request. */
export const faultRate = fc.constantFrom(0, 0, 0.01, 0.05);

export function networkWith(faults: number) {
  return {
    faults: { 'lose request': faults, 'lose reply': faults, 'slow reply': 2 * faults, late: faults, vanish: faults },
    loseMessage: 2 * faults,
    delayMessage: 4 * faults,
  };
}

/** Lets the mishaps happen. `isLock` tells the keys that a thief deletes. */
export function plan(
  world: Simulation,
  mishaps: readonly Mishap[],
  audit: Audit,
  victims: () => readonly SimulatedProcess[],
  isLock: (key: string) => boolean,
): void {
  const backups: SimulatedServer[] = [];
  const later = (forMs: number, undo: () => void) => world.schedule.at(world.schedule.nowMs + forMs, undo);
  for (const { atMs, what, who, forMs } of mishaps) {
    const victim = () => victims()[who % victims().length];
    const acts: Record<Mishap['what'], () => void> = {
      kill: () => victim()?.kill(),
      stall: () => victim()?.stall(forMs),
      cut() {
        world.network.isCut = true;
        later(forMs, () => (world.network.isCut = false));
      },
      full() {
        world.server.memoryFull = true;
        later(forMs, () => (world.server.memoryFull = false));
      },
      steal() {
        audit.isLossy = true;
        for (const key of world.server.db.keys()) if (isLock(key)) world.server.db.delete(key);
      },
      backup: () => void backups.push(world.backup()),
      failover() {
        const backup = backups.at(-1);
        if (!backup) return;
        audit.isLossy = true;
        world.failover(backup);
      },
    };
    world.schedule.at(atMs, acts[what]);
  }
}

/** Nothing outlives its time: every key has an expiry, and once `afterMs` have passed none is left but those of `stays`. */
export function checkKeys(world: Simulation, audit: Audit, afterMs: number, stays: (key: string) => boolean): void {
  const { db } = world.server;
  for (const key of db.keys()) if (db.expiryOf(key) === Infinity) audit.violate(`${key} has no TTL`);
  world.schedule.nowMs += afterMs;
  for (const key of db.keys()) if (!stays(key)) audit.violate(`${key} is left`);
}
