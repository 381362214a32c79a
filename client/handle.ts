/** One run, as programs see and steer it. */
import { endedBadly, endedWell } from './outcome';
import type { RunOutcome } from './outcome';
import type { RunProgress } from '../workflows/kit';
import { downloadFiles } from './download';
import type { RunEvent } from './events';
import { inspect } from './inspect';
import type { RunReport } from './inspect';
import { NotPossible } from './errors';
import { readLedger } from './ledger';
import type { LedgerRow } from './ledger';
import type { Link } from './link';
import { progressOf } from './progress';
import { answerRun, cancelRun, pauseRun, resumeRun, retryRun, skipStepOf } from './steer';
import type { Retried, RetryRequest } from './steer';
import { watchRun } from './watch';
import type { WatchOptions } from './watch';

/** Every method rejects with TemporalUnreachable or RedisUnreachable, and with RunNotFound for an unknown id. */
export class RunHandle {
  constructor(
    private readonly link: Link,
    readonly id: string,
  ) {}

  /** What the run says of itself; undefined while no worker answers. */
  progress(): Promise<RunProgress | undefined> {
    return progressOf(this.link, this.id);
  }

  /** Resolves when the run has ended, however it did. */
  async result(): Promise<RunOutcome> {
    return this.link.reach(this.id, async () => {
      try {
        return endedWell(await this.link.temporal.workflow.getHandle(this.id).result());
      } catch (error) {
        return endedBadly(error);
      }
    });
  }

  /** Events until `finished`; survives lost connections and missing workers. */
  watch(options: WatchOptions = {}): AsyncGenerator<RunEvent> {
    return watchRun(this.link, this.id, () => this.result(), options);
  }

  async isRunning(): Promise<boolean> {
    const handle = this.link.temporal.workflow.getHandle(this.id);
    const { status } = await this.link.reach(this.id, () => handle.describe());
    return status.name === 'RUNNING' || status.name === 'PAUSED';
  }

  /** Asks for cancellation: steps record what is finished, then the run ends. Nothing stored is deleted. */
  async cancel(): Promise<void> {
    await cancelRun(this.link, this.id);
  }

  /** Starts no further step until `resume`; steps under way end. */
  pause(reason: string): Promise<void> {
    return pauseRun(this.link, this.id, reason);
  }

  resume(): Promise<void> {
    return resumeRun(this.link, this.id);
  }

  /** Answers `run.waitFor(name)` of the pipeline. */
  answer(name: string, value: unknown): Promise<void> {
    return answerRun(this.link, this.id, name, value);
  }

  /** A paused run goes on with its paused steps; a closed one starts again. What is recorded is not computed again. */
  retry(request: RetryRequest = {}): Promise<Retried> {
    return retryRun(this.link, this.id, request);
  }

  /** Ends a paused step with the output it declares for being skipped. The result is then partial. */
  skip(step: string, reason: string): Promise<void> {
    return skipStepOf(this.link, this.id, step, reason);
  }

  /** Writes the files of an ended run into `folder`, each checked, none half. @returns their paths. */
  async download(folder: string): Promise<string[]> {
    return downloadFiles(this.link, this.id, (await this.result()).files, folder);
  }

  /**
   * The fate of every input of an ended run, each exactly once. Rejects with NotPossible while the run goes on (it is
   * written at the end: await `result` first; counts so far: `inspect`) or where its pipeline writes none, and with FileLost.
   */
  async ledger(): Promise<LedgerRow[]> {
    if (await this.isRunning()) {
      throw new NotPossible(
        `The run ${this.id} still goes on, and its ledger is written at its end. Wait: watch ${this.id}. Counts so far: inspect ${this.id}`,
      );
    }
    return readLedger(this.link, this.id, await this.result());
  }

  /** `run.json`: everything known about the run, also after it has ended. */
  inspect(): Promise<RunReport> {
    return inspect(this.link, this);
  }
}
