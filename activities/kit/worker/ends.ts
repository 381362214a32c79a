/**
 * How attempts end, told to Redis until it has heard: an end that nobody tells looks like a death of the worker. Telling
 * is repeatable and comes late without harm (release.lua), so it goes on after the attempt, while Redis is away.
 */
import { pause } from '../../../redis';
import type { ReleaseReply, ReleaseRequest, RunStore } from '../../../redis';

const FIRST_RETRY_MS = 100;
/** Short, because Redis may be back for a moment only: the next attempt begins then, and counts what it has not been told. */
const MAX_RETRY_MS = 500;
/** As long as an attempt may last by default; later the end of its step's other attempts has told enough. */
const TELL_FOR_MS = 600_000;
/** What is not told at once waits; beyond so many the oldest is left untold. */
const MAX_UNTOLD = 1000;

/** One for each process. */
export class Ends {
  private readonly untold = new Set<AbortController>();

  /** The answer to the first try; where that is unknown, others follow behind the caller's back. */
  async tell(store: RunStore, request: ReleaseRequest): Promise<ReleaseReply> {
    const reply = await store.release(request);
    if (reply.word === 'unknown') void this.insist(store, request);
    return reply;
  }

  /** Leaves the rest untold: the process ends. */
  close(): void {
    for (const telling of this.untold) telling.abort();
  }

  private async insist(store: RunStore, request: ReleaseRequest): Promise<void> {
    const telling = new AbortController();
    this.untold.add(telling);
    if (this.untold.size > MAX_UNTOLD) [...this.untold][0]?.abort();
    const { clock } = store;
    const latestMs = clock.nowMs() + TELL_FOR_MS;
    for (let waitMs = FIRST_RETRY_MS; clock.nowMs() < latestMs; waitMs = Math.min(2 * waitMs, MAX_RETRY_MS)) {
      try {
        await pause(clock, waitMs, telling.signal);
      } catch {
        break; // Nobody waits for it any more.
      }
      if ((await store.release(request)).word !== 'unknown') break;
    }
    this.untold.delete(telling);
  }
}
