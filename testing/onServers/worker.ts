import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { AnyStepSet } from '../../activities/kit';
import { createWorker } from '../../worker/createWorker';
import type { CreateWorkerOptions, PipelineWorker } from '../../worker/createWorker';
import type { WorkerConfig } from '../../worker/config';
import { Way } from './way';

export interface WorkerToKill {
  readonly pipelines: string | URL;
  readonly workflowBundle: NonNullable<CreateWorkerOptions<[]>['workflowBundle']>;
  readonly steps: readonly AnyStepSet[];
  readonly deps: unknown;
  readonly config: WorkerConfig;
  /** An attempt of a step has its answer, recorded, and Temporal has not been told yet. */
  readonly onAnswer: (step: string, worker: TestWorker) => void;
}

export interface Attempt {
  readonly runId: string;
  readonly step: string;
}

/** A real worker, in the process of the test, on a way of its own to Redis. */
export class TestWorker {
  /** Attempts that have begun and have not ended. */
  readonly underWay = new Set<Attempt>();
  private readonly life = { isOver: false };
  private die!: (death: Error) => void;
  private readonly death = new Promise<never>((_resolve, reject) => {
    this.die = reject;
  });
  private worker: PipelineWorker | undefined;
  private ended: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly redis: Way,
    private readonly onAnswer: WorkerToKill['onAnswer'],
  ) {
    this.death.catch(() => undefined);
  }

  static async started(options: WorkerToKill): Promise<TestWorker> {
    const { config, onAnswer, pipelines, workflowBundle, steps, deps } = options;
    const url = new URL(config.redisUrl);
    const me = new TestWorker(await Way.to(url.hostname, Number(url.port || 6379)), onAnswer);
    url.hostname = '127.0.0.1';
    url.port = String(me.redis.port);
    // Nothing is kept of a run between its tasks: no other worker has to wait for a dead one.
    const worker = { maxCachedWorkflows: 0, interceptors: { activity: [me.watching] } };
    const redirected = { ...config, redisUrl: url.href };
    try {
      const made = { pipelines, workflowBundle, steps, deps: deps as never, config: redirected, worker };
      me.worker = await createWorker(made);
    } catch (error) {
      await me.redis.close();
      throw error;
    }
    // One that is dead ends as it can.
    me.ended = me.worker.run().catch(() => undefined);
    return me;
  }

  /**
   * As `kill -9`, with two differences: Temporal hears at once that the attempts under way have ended, and their code goes on, but
   * reaches neither Temporal nor Redis.
   */
  kill(): void {
    if (this.isDead) return;
    this.life.isOver = true;
    this.redis.cut();
    this.die(itsDeath());
    this.worker?.shutdown();
  }

  get isDead(): boolean {
    return this.life.isOver;
  }

  /** Resolves when it has ended. */
  async close(): Promise<void> {
    if (!this.isDead) this.worker?.shutdown();
    await this.ended;
    await this.redis.close();
  }

  private readonly watching: ActivityInterceptorsFactory = ({ info }) => ({
    inbound: {
      execute: async (input, next) => {
        if (this.isDead) throw itsDeath();
        const attempt: Attempt = { runId: info.workflowExecution?.workflowId ?? '', step: info.activityType };
        this.underWay.add(attempt);
        try {
          const answer = await Promise.race([next(input), this.death]);
          this.onAnswer(attempt.step, this);
          // Killed just now, or meanwhile: what it has to say is not heard.
          if (this.life.isOver) throw itsDeath();
          return answer;
        } finally {
          this.underWay.delete(attempt);
        }
      },
    },
  });
}

const itsDeath = (): ApplicationFailure =>
  ApplicationFailure.create({ message: 'Its worker died (kit.crash)', type: 'WorkerDied', nextRetryDelay: '10ms' });
