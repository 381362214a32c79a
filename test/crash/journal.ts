/** What happened, written down outside Redis by every process the moment it happens, and what may not be found in it. */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { World } from '../kit/world';
import type { Reach } from './points';

export interface Effect {
  readonly token: number;
  readonly key: string;
}

export interface Entry {
  readonly pid: number;
  /** Own code of a step has begun: `total`, `square 3`. */
  readonly ran?: string;
  /** Redis has it: steps as `sum.total`, items and paid answers by their value. */
  readonly kept?: readonly string[];
  /** An effect arrived at the outside thing, or was sent by a process that then died. */
  readonly effect?: Effect;
  readonly onItsWay?: Effect;
  readonly reached?: string;
}

export class Journal {
  constructor(private readonly file: string) {}

  note(entry: Omit<Entry, 'pid'>): void {
    appendFileSync(this.file, `${JSON.stringify({ pid: process.pid, ...entry })}\n`);
  }

  forget(): void {
    rmSync(this.file, { force: true });
  }

  entries(): Entry[] {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Entry);
  }
}

/** The world of the kit's tests, with a journal of what was computed and an outside thing that takes effects. */
export class JournalingWorld extends World {
  constructor(
    private readonly journal: Journal,
    private readonly reach: Reach = () => false,
  ) {
    super();
    this.notes.push = (...notes) => {
      for (const { token, key } of notes) this.takesEffect({ token, key });
      return notes.length;
    };
  }

  override async enter(name: string, signal: AbortSignal): Promise<void> {
    this.journal.note({ ran: name });
    this.reach('before', 'step', name);
    await super.enter(name, signal);
  }

  private takesEffect(effect: Effect): void {
    this.reach('before', 'effect', '');
    // Sent and not yet arrived: the test lets it arrive later, after the successor's.
    if (this.reach('during', 'effect', '', { onItsWay: effect })) return;
    this.journal.note({ effect });
    this.reach('after', 'effect', '');
  }
}

/** What an outside thing applies that checks tokens and knows keys: nothing stale, nothing twice. */
export function applied(effects: readonly Effect[]): Effect[] {
  const done: Effect[] = [];
  let highest = 0;
  for (const effect of effects) {
    if (effect.token < highest) continue;
    highest = effect.token;
    if (!done.some(({ key }) => key === effect.key)) done.push(effect);
  }
  return done;
}

/** @returns what was computed although it was kept already. On a starved machine an attempt may lose its lease and begin again. */
export function computedInVain(entries: readonly Entry[]): string[] {
  const kept = new Set<string>();
  return entries.flatMap(({ ran, kept: more = [] }) => {
    for (const name of more) kept.add(name);
    return ran !== undefined && kept.has(keptAs(ran)) ? [ran] : [];
  });
}

/** @returns own code that a process with this id had begun, and another began once more. What one did twice itself is no cost of its death. */
export function begunAgain(entries: readonly Entry[], dead: number): string[] {
  const ofDead = new Set(entries.flatMap(({ pid, ran }) => (pid === dead && ran !== undefined ? [ran] : [])));
  return [...ofDead].filter((name) => entries.some(({ pid, ran }) => pid !== dead && ran === name));
}

/** Items are kept by value: the square of their number. */
function keptAs(ran: string): string {
  const [, number] = /^(?:square|paid) (\d+)$/.exec(ran) ?? [];
  return number === undefined ? `sum.${ran}` : `value ${Number(number) ** 2}`;
}
