import type { Hold } from '../../../redis';
import type { SimulatedProcess } from '../../../testing/simulation';

/** Somebody who was told that it holds the lock. */
interface Belief {
  readonly process: SimulatedProcess;
  readonly hold: Hold;
}

/** What must be true of every history of one lock, looked at after every event. Violations are collected, first one first. */
export class Audit {
  readonly violations: string[] = [];
  /** Set when Redis lost data or somebody stole the lock: then two may believe, and only the fence holds. */
  isLossy = false;
  /** Set when nothing goes wrong: then who asks first is served first. */
  isQuiet = false;
  acquisitions = 0;
  accepted = 0;
  refused = 0;
  private beliefs: Belief[] = [];
  private readonly waits = new Set<{ sinceMs: number; isPatient: boolean }>();
  private largestToken = 0;
  private highestSeen = 0;

  constructor(private readonly nowMs: () => number) {}

  /** @returns what to call when the wait has ended, one way or the other. */
  asked(isPatient = false): { acquired: (process: SimulatedProcess, hold: Hold) => void; gaveUp: () => void } {
    const wait = { sinceMs: this.nowMs(), isPatient };
    const { largestToken } = this;
    this.waits.add(wait);
    const gaveUp = () => this.waits.delete(wait);
    const acquired = (process: SimulatedProcess, hold: Hold) => {
      gaveUp();
      if (hold.token <= largestToken) this.violate(`token ${hold.token} was given after ${largestToken}`);
      this.acquired(process, hold);
      // Requests less than a network delay apart may arrive in either order.
      // Somebody whose time is up may be about to leave, and does not count.
      const overtaken = [...this.waits].some((other) => other.isPatient && other.sinceMs < wait.sinceMs - 1);
      if (overtaken && this.isQuiet) this.violate(`who asked at ${wait.sinceMs} overtook somebody`);
    };
    return { acquired, gaveUp };
  }

  private acquired(process: SimulatedProcess, hold: Hold): void {
    // Its process stalled until the lease was over: it is told at once, and counts for nothing.
    if (hold.remainingMs === 0) return;
    this.acquisitions += 1;
    this.largestToken = Math.max(this.largestToken, hold.token);
    for (const { hold: other, process: rival } of this.beliefs) {
      const isTold = other.remainingMs === 0 && (rival.isKilled || rival.isStalled || other.isOver);
      if (!isTold && !this.isLossy)
        this.violate(`token ${hold.token} was given before the holder of ${other.token} was told`);
    }
    this.beliefs = this.beliefs.filter((belief) => belief.hold.remainingMs > 0);
    this.beliefs.push({ process, hold });
  }

  /** From here on its holder does nothing more under the lock: it commits or gives it back. */
  resting(hold: Hold): void {
    this.beliefs = this.beliefs.filter((belief) => belief.hold !== hold);
  }

  /** After each event: at most one process believes, by its own clock, that it holds the lock. */
  look(): void {
    const believers = this.beliefs.filter(({ process, hold }) => !process.isKilled && hold.remainingMs > 0);
    if (believers.length > 1 && !this.isLossy) {
      this.violate(`${believers.map(({ process, hold }) => `${process.name}:${hold.token}`).join(' and ')} believe`);
    }
  }

  /** A write arrives at a sink that remembers the largest token it has seen. @returns whether it was accepted. */
  write(token: number): boolean {
    if (token < this.highestSeen) {
      this.refused += 1;
      return false;
    }
    this.highestSeen = token;
    this.accepted += 1;
    return true;
  }

  violate(what: string): void {
    this.violations.push(`${this.nowMs().toFixed(3)} ms: ${what}`);
  }
}
