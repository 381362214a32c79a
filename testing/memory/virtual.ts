/**
 * Temporal for the kernel's tests: no server, a virtual clock. Code runs until everything in it waits (`settle`); then the test
 * decides what happens next: an activity answers, a timer fires, a person says something.
 */
import './asyncLocal';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { CancelledFailure, ChildWorkflowFailure } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { ChildExecution, Scope, Sdk, Update } from '../../workflows/kit/sdk';

/** An activity that nobody has answered yet. */
export interface Scheduled {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly options: ActivityOptions;
  readonly scope: VirtualScope;
  /** For whoever plays the worker: what it knows of its attempts. */
  readonly notes: Record<string, unknown>;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** A child that has not ended. */
export interface StartedChild {
  readonly type: string;
  readonly id: string;
  readonly args: readonly unknown[];
  readonly scope: VirtualScope;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** Where children are runs of their own. Without it they are ended by hand, and at once when they are cancelled. */
export interface Elsewhere {
  isUnderWay(id: string): boolean;
}

interface Waiting {
  readonly done: () => boolean;
  readonly dueMs: number;
  readonly scope: VirtualScope;
  resolve(isDone: boolean): void;
  reject(error: Error): void;
}

class VirtualScope {
  private cancelled = false;

  constructor(
    private readonly parent?: VirtualScope,
    private readonly shielded = false,
  ) {}

  get isCancelled(): boolean {
    return this.cancelled || (!this.shielded && (this.parent?.isCancelled ?? false));
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** One for all: each instance that was ever used makes every promise of the process slower. */
const scopes = new AsyncLocalStorage<VirtualScope>();

export class Virtual implements Sdk {
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  readonly pending = new Set<Scheduled>();
  /** Every command that would be an event of the history, in order. */
  readonly commands: string[] = [];
  readonly children = new Set<StartedChild>();
  /** Ids of runs that are under way elsewhere. */
  readonly taken = new Set<string>();
  readonly warnings: string[] = [];
  /** Statuses of which somebody was told. */
  readonly metrics: string[] = [];
  historyLength = 10;
  details = '';
  private readonly waiting = new Set<Waiting>();
  private readonly root = new VirtualScope();
  private readonly queries = new Map<string, () => unknown>();
  private readonly updates = new Map<string, Update>();
  private handling = 0;
  private drawn = 0;

  constructor(
    private readonly workflowId = 'run-1',
    private readonly elsewhere?: Elsewhere,
  ) {}

  execution() {
    const { workflowId, historyLength } = this;
    const facts = { runId: 'execution-1', workflowType: 'pipeline', startedAtMs: 0, historySize: 0 };
    return { workflowId, historyLength, ...facts };
  }

  now = (): number => this.nowMs;
  uuid = (): string => `uuid-${(this.drawn += 1)}`;

  async condition(done: () => boolean, timeoutMs?: number): Promise<boolean> {
    if (this.within.isCancelled) throw new CancelledFailure('cancelled');
    if (done()) return true;
    if (timeoutMs !== undefined) this.commands.push('timer');
    const dueMs = timeoutMs === undefined ? Infinity : this.nowMs + timeoutMs;
    return this.until((ends) => {
      const one: Waiting = { done, dueMs, scope: this.within, ...ends };
      this.waiting.add(one);
    });
  }

  async activity(name: string, args: readonly unknown[], options: ActivityOptions): Promise<unknown> {
    if (this.within.isCancelled) throw new CancelledFailure('cancelled');
    this.commands.push(name);
    // As it travels: nothing is shared with whoever answers.
    const sent = JSON.parse(JSON.stringify(args)) as unknown[];
    return this.until<unknown>((ends) => {
      const scheduled: Scheduled = { name, args: sent, options, scope: this.within, notes: {}, ...ends };
      this.pending.add(scheduled);
    });
  }

  async child(type: string, id: string, args: readonly unknown[]): Promise<ChildExecution | 'taken'> {
    if (this.within.isCancelled) throw new CancelledFailure('cancelled');
    this.commands.push(`child ${id}`);
    if (this.taken.has(id) || this.elsewhere?.isUnderWay(id)) return 'taken';
    const result = this.until<unknown>((ends) => {
      const sent = JSON.parse(JSON.stringify(args)) as unknown[];
      this.children.add({ type, id, args: sent, scope: this.within, ...ends });
    });
    return { runId: `execution-of-${id}`, result };
  }

  scope(): Scope {
    const scope = new VirtualScope(this.within);
    return { run: (code) => scopes.run(scope, code), cancel: () => scope.cancel() };
  }

  shielded<T>(code: () => Promise<T>): Promise<T> {
    return scopes.run(new VirtualScope(this.within, true), code);
  }

  isCancelled = (): boolean => this.within.isCancelled;
  allHandled = (): Promise<void> => this.condition(() => this.handling === 0).then(() => undefined);
  showDetails = (markdown: string): void => void (this.details = markdown);
  showStatus = (status: string): void => void this.commands.push(`status ${status}`);
  count = (_metric: string, { status = '' }: Readonly<Record<string, string>>): void => void this.metrics.push(status);
  warn = (message: string): void => void this.warnings.push(message);

  onQuery(name: string, _description: string, answer: () => unknown): void {
    this.queries.set(name, answer);
  }

  onUpdate(update: Update): void {
    this.updates.set(update.name, update);
  }

  // What a test does.

  query<T>(name: string): T {
    return this.queries.get(name)?.() as T;
  }

  /** Rejects with the refusal, as the sender would see it. Settle it before it is awaited. */
  async update(name: string, argument?: unknown): Promise<void> {
    const update = this.updates.get(name);
    if (!update) throw new Error(`no update ${name}`);
    const given = argument === undefined ? [] : [argument];
    update.check(given);
    await this.act(update, given);
  }

  /** As on replay: an update that was accepted comes without its check. */
  async replay(name: string, argument: unknown): Promise<void> {
    const update = this.updates.get(name);
    if (!update) throw new Error(`no update ${name}`);
    await this.act(update, [argument]);
  }

  private async act(update: Update, given: readonly unknown[]): Promise<void> {
    this.handling += 1;
    try {
      await scopes.run(this.root, () => update.act(given) ?? Promise.resolve());
    } finally {
      this.handling -= 1;
    }
  }

  start<T>(code: () => Promise<T>): Promise<T> {
    return scopes.run(this.root, code);
  }

  cancel(): void {
    this.root.cancel();
  }

  answer(activity: Scheduled, output: unknown): void {
    this.pending.delete(activity);
    activity.resolve(output === undefined ? undefined : JSON.parse(JSON.stringify(output)));
  }

  fail(activity: Scheduled, error: Error): void {
    this.pending.delete(activity);
    activity.reject(error);
  }

  /** Another workflow ends: with a failure, or with a result. */
  endChild(id: string, end: unknown): void {
    const child = [...this.children].find((one) => one.id === id);
    if (!child) throw new Error(`no child ${id}: ${[...this.children].map((one) => one.id).join(', ')}`);
    this.children.delete(child);
    const { type } = child;
    if (end instanceof Error)
      child.reject(new ChildWorkflowFailure('default', { workflowId: id }, type, 'NON_RETRYABLE_FAILURE', end));
    else child.resolve(end);
  }

  /** Runs everything that can run now. */
  async settle(): Promise<void> {
    for (;;) {
      await turn();
      if (!this.wakeOne()) return;
    }
  }

  /** Lets `ms` pass, timer by timer. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      await this.settle();
      if (this.nextDueMs > untilMs) break;
      this.nowMs = this.nextDueMs;
    }
    this.nowMs = untilMs;
    await this.settle();
  }

  get nextDueMs(): number {
    return Math.min(...[...this.waiting].map((one) => one.dueMs));
  }

  get timers(): number {
    return [...this.waiting].filter(({ dueMs }) => dueMs < Infinity).length;
  }

  private wakeOne(): boolean {
    let woken = false;
    for (const activity of this.pending) {
      if (!activity.scope.isCancelled) continue;
      this.fail(activity, new CancelledFailure(`${activity.name} was cancelled`));
      woken = true;
    }
    for (const child of this.children) {
      if (this.elsewhere || !child.scope.isCancelled) continue;
      this.endChild(child.id, new CancelledFailure(`${child.id} was cancelled`));
      woken = true;
    }
    for (const one of this.waiting) {
      if (one.scope.isCancelled) one.reject(new CancelledFailure('cancelled'));
      else if (one.done()) one.resolve(true);
      else if (one.dueMs <= this.nowMs) one.resolve(false);
      else continue;
      this.waiting.delete(one);
      woken = true;
    }
    return woken;
  }

  private until<T>(add: (ends: { resolve: (value: T) => void; reject: (error: Error) => void }) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => add({ resolve, reject }));
  }

  private get within(): VirtualScope {
    return scopes.getStore() ?? this.root;
  }
}
