/** How runs are started, by a client or by a schedule: what can never work, and what Temporal is told. */
import { hostname, userInfo } from 'node:os';
import type { WorkflowStartOptions } from '@temporalio/client';
import type { Priority } from '@temporalio/common';
import type { StartOptions } from '../workflows/kit';
import { checkedStart, checkId, checkInput, Misshapen, utf8Bytes } from '../workflows/kit/shapes';
import { StartInvalid } from './errors';
import type { Link } from './link';

/** A killed worker costs a workflow task this long instead of the default 10 s. */
const WORKFLOW_TASK_TIMEOUT = '2s';
const FAIRNESS_KEY_BYTES = 64;
const { version } = require('pipeline-worker/package.json') as { version: string };

/** Which of many runs that wait for a worker goes first. Its steps inherit it. */
export interface Turn {
  /** Temporal's priority key: 1 goes first, 5 last, unless its server is set up otherwise. Default 3. */
  readonly priority?: number;
  /** Runs of one key, a tenant for example, share the workers evenly with those of another. At most 64 bytes. */
  readonly fairnessKey?: string;
}

export interface Execution extends Turn {
  readonly type: string;
  readonly input: unknown;
  readonly options?: StartOptions;
  /** One line for the Web UI. */
  readonly summary?: string;
  /** Small facts that the Web UI shows with the run. */
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** What the run itself or Temporal would refuse, said before anything is sent. @throws StartInvalid */
export function mustBePossible({
  id,
  input,
  options,
  ...turn
}: Pick<Execution, 'input' | 'options' | keyof Turn> & { readonly id: string }): void {
  try {
    checkId(id);
    checkInput(input);
    checkedStart(options);
  } catch (error) {
    throw error instanceof Misshapen ? new StartInvalid(`${error.message}.`) : error;
  }
  checkTurn(turn);
}

function checkTurn({ priority, fairnessKey }: Turn): void {
  if (priority !== undefined && !(Number.isSafeInteger(priority) && priority > 0)) {
    throw new StartInvalid(`The priority must be a whole number from 1, which goes first, to 5; it is ${priority}.`);
  }
  if (fairnessKey === undefined) return;
  const bytes = typeof fairnessKey === 'string' ? utf8Bytes(fairnessKey) : 0;
  if (bytes === 0 || bytes > FAIRNESS_KEY_BYTES) {
    throw new StartInvalid(`The fairness key must be text of 1 to ${FAIRNESS_KEY_BYTES} bytes; it has ${bytes}.`);
  }
}

type Told = Pick<
  WorkflowStartOptions,
  'taskQueue' | 'workflowTaskTimeout' | 'staticDetails' | 'staticSummary' | 'memo'
> & {
  args: unknown[];
  priority?: Priority;
};

/** @param id where it is known: a schedule makes one for each run. */
export function executionOf(link: Link, { input, options, summary, memo, ...turn }: Execution, id?: string): Told {
  const priority = priorityOf(turn);
  return {
    taskQueue: link.config.taskQueue,
    args: options === undefined ? [input] : [input, options],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    staticDetails: detailsOf(id),
    ...(summary === undefined ? {} : { staticSummary: summary }),
    ...(priority && { priority }),
    memo: { ...memo, startedBy: whoStarts(), version },
  };
}

function priorityOf({ priority, fairnessKey }: Turn): Priority | undefined {
  if (priority === undefined && fairnessKey === undefined) return undefined;
  return {
    ...(priority !== undefined && { priorityKey: priority }),
    ...(fairnessKey !== undefined && { fairnessKey }),
  };
}

/** As Temporal tells it: 0 and '' stand for what was not said; older servers say nothing. */
export function turnOf({ priorityKey = 0, fairnessKey = '' }: Priority = {}): Turn {
  return { ...(priorityKey !== 0 && { priority: priorityKey }), ...(fairnessKey !== '' && { fairnessKey }) };
}

/** Somebody who looks at the run may want to ask. A container may have a user without a name. */
function whoStarts(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname();
  }
}

/** Markdown for the Web UI: how to look at the run and steer it from a terminal. */
function detailsOf(id: string | undefined): string {
  const name = id !== undefined && /^[\w./:@-]+$/.test(id) ? id : 'ID';
  const commands = ['watch', 'inspect', 'result', 'retry', 'cancel'].map(
    (command) => `    pipeline-worker ${command} ${name}`,
  );
  return ['From a terminal:', '', ...commands].join('\n');
}
