/**
 * What the kernel takes from Temporal, as one argument: it runs on the SDK in a worker (temporal.ts), and on a virtual clock in
 * tests (testing/memory/virtual.ts). Nothing else in this folder may give a command, read a clock or draw a number.
 */
import type { ActivityOptions } from '@temporalio/workflow';
import type { RunStatus } from './messages';

/** Facts of this execution. They do not change, but for the size of its history. */
export interface Execution {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly startedAtMs: number;
  readonly historyLength: number;
  readonly historySize: number;
}

/** An update, by its name on the wire. `check` throws a refusal; `act` is called with what passed it. */
export interface Update {
  readonly name: string;
  readonly description: string;
  readonly check: (given: readonly unknown[]) => void;
  readonly act: (given: readonly unknown[]) => Promise<void> | undefined;
}

/** What runs in a scope rejects with a cancellation once the scope is cancelled. */
export interface Scope {
  run<T>(code: () => Promise<T>): Promise<T>;
  cancel(): void;
}

export interface ChildExecution {
  readonly runId: string;
  readonly result: Promise<unknown>;
}

export interface Sdk {
  execution(): Execution;
  /** Of the workflow's clock, ms. */
  now(): number;
  uuid(): string;
  /** Waits until `done`, at most `timeoutMs`; resolves with whether it is done. */
  condition(done: () => boolean, timeoutMs?: number, summary?: string): Promise<boolean>;
  activity(name: string, args: readonly unknown[], options: ActivityOptions): Promise<unknown>;
  /** Starts another workflow; `taken` while another run of its id is under way. Cancelled with its scope, which waits for its end. */
  child(type: string, id: string, args: readonly unknown[]): Promise<ChildExecution | 'taken'>;
  scope(): Scope;
  /** Runs what no cancellation reaches. */
  shielded<T>(code: () => Promise<T>): Promise<T>;
  isCancelled(): boolean;
  /** Resolves when no update is being handled. */
  allHandled(): Promise<void>;
  onQuery(name: string, description: string, answer: () => unknown): void;
  onUpdate(update: Update): void;
  /** Markdown for the Web UI. */
  showDetails(markdown: string): void;
  /** Sets the search attribute; only where it is registered: an unregistered one would hang the run. */
  showStatus(status: RunStatus): void;
  count(metric: string, tags: Readonly<Record<string, string>>): void;
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
}
