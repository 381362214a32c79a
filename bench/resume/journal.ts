/** What processes did and when, outside of the servers under test. Times are of the monotonic clock that all of them share. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Entry {
  readonly pid: number;
  /** ms, monotonic, the same clock in every process of this machine. */
  readonly at: number;
  /** Of which run it did a piece of work. */
  readonly run?: string;
  /** It ended itself at this moment. */
  readonly died?: true;
}

export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export class Journal {
  constructor(readonly file: string) {}

  note(facts: Pick<Entry, 'run' | 'died'> = {}): void {
    appendFileSync(this.file, `${JSON.stringify({ pid: process.pid, at: nowMs(), ...facts })}\n`);
  }

  entries(): Entry[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, 'utf8').split('\n');
    return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Entry);
  }

  /** The first entry that `isIt`, as soon as it is there. Rejects after two minutes: then nothing goes on any more. */
  async first(isIt: (entry: Entry) => boolean): Promise<Entry> {
    const deadline = nowMs() + 120_000;
    while (nowMs() < deadline) {
      const found = this.entries().find(isIt);
      if (found) return found;
      await pause(5);
    }
    throw new Error('two minutes passed and no process went on with the work');
  }
}
