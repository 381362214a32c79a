/** A run of the kernel against what stands behind it, steered by a test. */
import '../../testing/memory/asyncLocal';
import { Virtual } from '../../testing/memory/virtual';
import type { Elsewhere, Scheduled } from '../../testing/memory/virtual';
import { Outside } from './outside';
import type { FakeStep } from './outside';
import { live } from '../../workflows/kit/law';
import type { OpenOptions } from '../../workflows/kit';
import type { RunProgress, StepRow } from '../../workflows/kit/messages';
import type { Run } from '../../workflows/kit/run';

export type Body = (run: Run<unknown>) => Promise<unknown>;

export type Ended = { readonly result: unknown } | { readonly error: Error };

export class TestRun {
  readonly sdk: Virtual;
  ended: Ended | undefined;

  constructor(
    readonly outside: Outside,
    body: Body,
    options: OpenOptions = {},
    id = 'run-1',
    elsewhere?: Elsewhere,
  ) {
    this.sdk = new Virtual(id, elsewhere);
    const life = this.sdk.start(() => live(this.sdk, {}, body, options));
    life.then(
      (result) => (this.ended = { result }),
      (error: unknown) => (this.ended = { error: error as Error }),
    );
  }

  /** What waits for a worker, but for what keeps the run alive. */
  get pending(): readonly Scheduled[] {
    return [...this.sdk.pending].filter(({ name }) => name !== 'kit.keepAlive');
  }

  /** Workers do all that they can; `instead` returns true for an activity that it has dealt with, or leaves alone. */
  async work(instead: (activity: Scheduled) => boolean = () => false): Promise<void> {
    const left = new Set<Scheduled>();
    for (;;) {
      await this.sdk.settle();
      const next = this.pending.find((activity) => !left.has(activity));
      if (!next) return;
      if (instead(next)) left.add(next);
      else this.outside.answer(this.sdk, next);
    }
  }

  /** Time passes, and workers do at once what there is to do. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.sdk.nowMs + ms;
    for (await this.work(); this.sdk.nextDueMs <= untilMs; await this.work()) this.sdk.nowMs = this.sdk.nextDueMs;
    this.sdk.nowMs = untilMs;
    await this.work();
  }

  get progress(): RunProgress {
    return this.sdk.query<RunProgress>('progress');
  }

  row(name: string): StepRow {
    const row = this.progress.steps.find((one) => one.name === name);
    if (!row) throw new Error(`no call ${name}: ${this.progress.steps.map((one) => one.name).join(', ')}`);
    return row;
  }

  /** What a person says, and what comes of it. Resolves with the refusal, if it is refused. */
  async tell(name: string, argument?: object): Promise<string | undefined> {
    let refusal: string | undefined;
    const told = this.sdk.update(name, argument).catch((error: unknown) => {
      refusal = (error as Error).message;
    });
    await this.work();
    await told;
    return refusal;
  }

  get result(): unknown {
    if (!this.ended) throw new Error(`the run has not ended: ${this.sdk.details}`);
    if ('error' in this.ended) throw this.ended.error;
    return this.ended.result;
  }
}

/** A run of `body` with these steps. */
export const runOf = (steps: Readonly<Record<string, FakeStep>>, body: Body, options?: OpenOptions): TestRun =>
  new TestRun(new Outside(steps), body, options);
