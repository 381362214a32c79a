/** One run, as programs see and steer it. */
import type { RunProgress } from '../workflows/kit';
import { askedFiles } from './asked';
import type { AskedFile } from './asked';
import { downloadFiles } from './download';
import { NotPossible } from './errors';
import type { RunEvent } from './events';
import { withChildren } from './family';
import { inspect } from './inspect';
import type { RunReport } from './inspect/types';
import { itemsOf } from './items';
import type { ItemRow, ItemsOptions } from './items';
import { readLedger } from './ledger';
import type { LedgerRow } from './ledger';
import type { Link } from './link';
import { endedBadly, endedWell } from './outcome';
import type { RunOutcome } from './outcome';
import { progressOf } from './progress';
import { answerRun, cancelRun, pauseRun, resumeRun, retryRun, skipStepOf } from './steer';
import type { Retried, RetryRequest } from './steer';
import { troubleNow } from './trouble';
import type { RunTrouble } from './trouble';
import { watchRun } from './watch';
import type { WatchOptions } from './watch';

/**
 * A run by its id; nothing is asked of the servers until a method is called. `Result` is what its pipeline returns.
 *
 * Every method rejects with RunNotFound for an id that Temporal does not know, and with TemporalUnreachable or
 * RedisUnreachable where a server does not answer: what the call did is then unknown, and it may be repeated.
 */
export class RunHandle<Result = unknown> {
  /** @internal */
  constructor(
    private readonly link: Link,
    readonly id: string,
  ) {}

  /** What the run says of itself and its children now, or at its end; undefined while no worker answers (within 3 s): `trouble` tells why. */
  async progress(): Promise<RunProgress | undefined> {
    const own = await progressOf(this.link, this.id);
    return own && withChildren(this.link, own);
  }

  /**
   * Why a run that has not ended does not go on: its code fails, nobody polls its task queue, what the kit does for it is
   * refused. With cause, attempt and remedy; undefined when nothing is wrong. A paused step is no trouble: see `progress`.
   */
  async trouble(): Promise<RunTrouble | undefined> {
    return this.link.reach(this.id, () => troubleNow(this.link, this.id));
  }

  /**
   * Resolves when the run has ended, however it did: look at `status`. Waits for ever, also while the run is paused;
   * `watch` tells of a pause. After TemporalUnreachable call it again.
   */
  async result(): Promise<RunOutcome<Result>> {
    return this.link.reach(this.id, async () => {
      try {
        return endedWell((await this.link.temporal.workflow.getHandle(this.id).result()) as Result);
      } catch (error) {
        return endedBadly(error);
      }
    });
  }

  /**
   * What changes, about three times a second: first all that is so already, last `finished`. Survives lost connections,
   * restarts of Temporal, missing workers and failing code, and says so in `message` events. Rejects with TemporalUnreachable when
   * Temporal was away for 60 s: watch again then, nothing is missed. Leave the loop, or abort the signal, to stop.
   */
  watch(options: WatchOptions = {}): AsyncGenerator<RunEvent> {
    return watchRun(this.link, this.id, () => this.result(), options);
  }

  /** Whether it has not ended. A paused or waiting run has not. */
  async isRunning(): Promise<boolean> {
    const handle = this.link.temporal.workflow.getHandle(this.id);
    const { status } = await this.link.reach(this.id, () => handle.describe());
    return status.name === 'RUNNING' || status.name === 'PAUSED';
  }

  /**
   * Asks for cancellation and resolves when Temporal knows it; `result` tells when the run has ended. Steps under way see
   * it in their signal about a second later, record what is finished, and stop; calls with an `undo` come to their end and are
   * undone, and `progress` says `cancelling` until they are. Nothing stored is deleted: `retry` goes on from there. Rejects with NotPossible when the run has ended.
   */
  async cancel(): Promise<void> {
    await cancelRun(this.link, this.id);
  }

  /**
   * Starts no further step until `resume`; steps under way end. People who look at the run see the reason. Rejects with
   * NotPossible when the run has ended or no worker answers.
   */
  pause(reason: string): Promise<void> {
    return pauseRun(this.link, this.id, reason);
  }

  /** Lets a run go on that `pause` holds. Rejects with NotPossible when it does not hold one, or no worker answers. */
  resume(): Promise<void> {
    return resumeRun(this.link, this.id);
  }

  /**
   * Answers `run.waitFor(name)` of the pipeline with a JSON value. Rejects with AnswerInvalid, saying what is wrong with it, where
   * the schema of the wait does not take it: the run goes on waiting. Rejects with NotPossible, naming what is waited for, when
   * nothing waits under that name.
   */
  answer(name: string, value: unknown): Promise<void> {
    return answerRun(this.link, this.id, name, value);
  }

  /**
   * A paused run goes on with its paused steps; a closed one starts again under its id. What is recorded is not computed
   * again, unless the request says so. Rejects with NotPossible when the run goes on and nothing of it is paused. With `restart`
   * a run that has not ended is ended and started again (RestartRequest): rejects with NotPossible when its steps are still under
   * way after the wait (it stays held: call it again to go on waiting), and with StartInvalid for options that can never work.
   */
  retry(request: RetryRequest = {}): Promise<Retried> {
    return retryRun(this.link, this.id, request);
  }

  /**
   * Ends a paused step with the output that it declares for being skipped; the result is then partial. A step that
   * declares none pauses again and says so. Rejects with NotPossible when no such step is paused.
   */
  skip(step: string, reason: string): Promise<void> {
    return skipStepOf(this.link, this.id, step, reason);
  }

  /**
   * Waits for the end, then writes the files of the result into `folder`, which is made if need be; each is checked
   * against its sha256, none is half-written. Rejects with FileLost, and writes nothing, when one is gone from Redis:
   * starting the same run again makes it again, as the message says. @returns their paths; none where the run made no files.
   */
  async download(folder: string): Promise<string[]> {
    return downloadFiles(this.link, this.id, (await this.result()).files, folder);
  }

  /**
   * What is to be looked at before the run is answered: the `files` of its `run.waitFor`, checked against their sha256; none where it waits
   * for no answer, or shows nothing. Rejects with NotPossible where no worker tells, and with FileLost.
   */
  async asked(): Promise<AskedFile[]> {
    return askedFiles(this.link, this.id);
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

  /**
   * What became of each item of a map (`label`, `docs.label`, or one call of it, `docs.label [day 3]`), of all maps without
   * a step, while the run goes on too: of shards that have not ended, what is recorded so far. In the order of the lists,
   * read a shard at a time. Rejects with NotPossible where the run has no such map, and with FileLost when it is gone from Redis.
   */
  items(step?: string, options: ItemsOptions = {}): AsyncGenerator<ItemRow> {
    return itemsOf(this.link, this.id, step, options);
  }

  /** `run.json`: everything known about the run, while it goes on and after it has ended. Scans Redis: for people, not for loops. */
  inspect(): Promise<RunReport> {
    return inspect(this.link, this);
  }
}
