import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../redis';
import { PipelineUnknown } from './errors';

/** A client may be where no Redis answers: then nothing is known, and a run starts as if there were no such question. */
const ANSWER_WITHIN_MS = 1000;
const ASK_AGAIN_AFTER_MS = 60_000;

/** Which pipelines the workers of a task queue have, asked before a run is started: of a wrong name nothing is sent. */
export class Known {
  private names: ReadonlySet<string> = new Set();
  private askAgainAt = 0;

  constructor(
    private readonly store: () => Promise<Store>,
    private readonly taskQueue: string,
  ) {}

  /** Rejects with PipelineUnknown when workers have told what they have, and this is none of it. */
  async mustHave(type: string): Promise<void> {
    const now = performance.now();
    if (this.names.has(type) && now < this.askAgainAt) return;
    const names = this.names.size === 0 && now < this.askAgainAt ? undefined : await this.asked();
    this.askAgainAt = performance.now() + ASK_AGAIN_AFTER_MS;
    this.names = new Set(names);
    if (this.names.size > 0 && !this.names.has(type)) throw new PipelineUnknown(type, this.taskQueue, [...this.names]);
  }

  /** @returns undefined when Redis does not say so in time. */
  private asked(): Promise<readonly string[] | undefined> {
    const answer = this.store().then((store) => store.pipelines(this.taskQueue).read());
    const late = new AbortController();
    const noAnswer = pause(ANSWER_WITHIN_MS, undefined, { signal: late.signal, ref: false });
    return Promise.race([answer, noAnswer])
      .catch(() => undefined)
      .finally(() => late.abort());
  }
}
