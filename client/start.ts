/** Starting is idempotent by id: the workflow id is the run id is the input's business id. */
import { hostname, userInfo } from 'node:os';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { StartOptions } from '../workflows/kit';
import { checkedStart, checkId, checkInput, Misshapen } from '../workflows/kit/shapes';
import { canonicalJson } from './canonical';
import { NotPossible, RunInputChanged, StartInvalid } from './errors';
import type { Link } from './link';
import { originOf } from './origin';
import type { Origin } from './origin';
import { endedWell } from './outcome';

/**
 * `started`: a first run. `attached`: it was running. `finished`: it had ended well. `resumed`: it had not, and runs again.
 * `rebuilt`: it had ended well, and runs again because files of its result are gone from Redis.
 */
export type Started = 'started' | 'attached' | 'finished' | 'resumed' | 'rebuilt';

/** A killed worker costs a workflow task this long instead of the default 10 s. */
const WORKFLOW_TASK_TIMEOUT = '2s';
const MAX_RACES = 5;
const { version } = require('pipeline-worker/package.json') as { version: string };

export interface StartRequest {
  readonly type: string;
  readonly input: unknown;
  readonly id: string;
  readonly options?: StartOptions;
  /** One line for the Web UI. */
  readonly summary?: string;
  /** Small facts that the Web UI shows with the run. */
  readonly memo?: Readonly<Record<string, unknown>>;
  /** Called before a workflow is started: uploads what the input names. Not called for a run that is joined. */
  readonly prepare?: () => Promise<void>;
}

/**
 * Starts, joins, resumes, or makes again what a completed run has lost. Rejects with StartInvalid for what can never work,
 * and with RunInputChanged when the id belongs to another input or workflow type.
 */
export async function startOrJoin(link: Link, request: StartRequest): Promise<Started> {
  mustBePossible(request);
  for (let race = 0; race < MAX_RACES; race += 1) {
    const origin = await originOf(link, request.id);
    if (origin && (origin.type !== request.type || canonicalJson(origin.input) !== canonicalJson(request.input))) {
      throw new RunInputChanged(request.id);
    }
    if (origin?.status === 'RUNNING' || origin?.status === 'PAUSED') return 'attached';
    const isComplete = origin?.status === 'COMPLETED';
    if (isComplete && (await hasItsFiles(link, request.id))) return 'finished';
    await request.prepare?.();
    if (await launch(link, continuing(request, origin))) return isComplete ? 'rebuilt' : origin ? 'resumed' : 'started';
  }
  throw new NotPossible(
    `Others start and end runs ${request.id} faster than this client can join one. Use another id.`,
  );
}

/** Whether what a completed run has made is still there; its TTL then begins anew. A run without files has them all. */
async function hasItsFiles(link: Link, id: string): Promise<boolean> {
  const { files } = endedWell(await link.reach(id, () => link.temporal.workflow.getHandle(id).result()));
  if (files.length === 0) return true;
  return (await link.store()).run(id).touch(files.map(({ ref }) => ({ sha: ref.$ref, bytes: ref.bytes })));
}

/** Starts again a run that has ended, whatever its end, with the input and options it had; `changes` win over those. */
export async function startAgain(link: Link, id: string, changes: StartOptions): Promise<void> {
  const origin = await originOf(link, id);
  if (!origin) throw new NotPossible(`There is no run ${id} to start again.`);
  const options = optionsAgain(id, origin, changes);
  if (!(await launch(link, { ...origin, id, options }))) {
    throw new NotPossible(`The run ${id} was started by somebody else meanwhile. Look at it with \`watch ${id}\`.`);
  }
}

/** @throws StartInvalid for what the run would refuse. */
export function optionsAgain(id: string, { input, runId, options: had }: Origin, changes: StartOptions): StartOptions {
  // Anything else may be what the run failed for.
  const options = {
    ...(had.onFailure === 'fail' ? { onFailure: 'fail' as const } : {}),
    ...changes,
    continues: runId,
  };
  mustBePossible({ id, input, options });
  return options;
}

/** What effects of the execution before it answered is not made again. */
function continuing(request: StartRequest, origin: Origin | undefined): StartRequest {
  return origin ? { ...request, options: { ...request.options, continues: origin.runId } } : request;
}

/** What the run itself would refuse, said before anything is sent. @throws StartInvalid */
function mustBePossible({ id, input, options }: Pick<StartRequest, 'id' | 'input' | 'options'>): void {
  try {
    checkId(id);
    checkInput(input);
    checkedStart(options);
  } catch (error) {
    throw error instanceof Misshapen ? new StartInvalid(`${error.message}.`) : error;
  }
}

/** @returns false when a run of this id is under way: the caller looks again. */
async function launch(link: Link, { type, input, id, options, summary, memo }: StartRequest): Promise<boolean> {
  return link.reach(id, async () => {
    try {
      await link.temporal.workflow.start(type, {
        taskQueue: link.config.taskQueue,
        workflowId: id,
        args: options === undefined ? [input] : [input, options],
        workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        staticDetails: detailsOf(id),
        ...(summary === undefined ? {} : { staticSummary: summary }),
        memo: { ...memo, startedBy: whoStarts(), version },
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  });
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
function detailsOf(id: string): string {
  const name = /^[\w./:@-]+$/.test(id) ? id : 'ID';
  const commands = ['watch', 'inspect', 'result', 'retry', 'cancel'].map(
    (command) => `    pipeline-worker ${command} ${name}`,
  );
  return ['From a terminal:', '', ...commands].join('\n');
}
