/** Starting is idempotent by id: the workflow id is the run id is the input's business id. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { StartOptions } from '../workflows/kit';
import { canonicalJson } from '../redis/canonical';
import { NotPossible, RunInputChanged } from './errors';
import { executionOf, mustBePossible } from './execution';
import type { Execution } from './execution';
import type { Link } from './link';
import { originOf } from './origin';
import type { Origin } from './origin';
import { endedWell } from './outcome';

/**
 * `started`: a first run. `attached`: it was running. `finished`: it had ended well. `resumed`: it had not, and runs again.
 * `rebuilt`: it had ended well, and runs again because files of its result are gone from Redis.
 */
export type Started = 'started' | 'attached' | 'finished' | 'resumed' | 'rebuilt';

const MAX_RACES = 5;

export interface StartRequest extends Execution {
  readonly id: string;
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
    if (origin && (origin.type !== request.type || contentOf(origin) !== contentOf(request))) {
      throw new RunInputChanged(request.id);
    }
    if (origin?.status === 'RUNNING' || origin?.status === 'PAUSED') return 'attached';
    const isComplete = origin?.status === 'COMPLETED';
    if (isComplete && (await hasItsFiles(link, request.id))) return 'finished';
    await link.known.mustHave(request.type);
    await request.prepare?.();
    if (await launch(link, continuing(request, origin))) return isComplete ? 'rebuilt' : origin ? 'resumed' : 'started';
  }
  throw new NotPossible(
    `Others start and end runs ${request.id} faster than this client can join one. Use another id.`,
  );
}

/** The same for two inputs that are the same. To Temporal no input is null. */
const contentOf = ({ input }: { readonly input?: unknown }): string => canonicalJson(input ?? null);

/** Whether what a completed run has made is still there; its TTL then begins anew. A run without files has them all. */
async function hasItsFiles(link: Link, id: string): Promise<boolean> {
  const { files } = endedWell(await link.reach(id, () => link.temporal.workflow.getHandle(id).result()));
  if (files.length === 0) return true;
  return (await link.store()).run(id).touch(files.map(({ ref }) => ({ sha: ref.$ref, bytes: ref.bytes })));
}

/**
 * Starts again a run that has ended, whatever its end, with the input and options it had; `changes` win over those.
 * @param ended the execution to go on from: where another one has begun since, it may even have ended, it is somebody else's.
 */
export async function startAgain(link: Link, id: string, changes: StartOptions, ended?: string): Promise<void> {
  const origin = await originOf(link, id);
  if (!origin) throw new NotPossible(`There is no run ${id} to start again.`);
  await link.known.mustHave(origin.type);
  const options = optionsAgain(id, origin, changes);
  const isTheirs = ended !== undefined && origin.runId !== ended;
  if (isTheirs || !(await launch(link, { ...origin, id, options }))) {
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

/** @returns false when a run of this id is under way: the caller looks again. */
async function launch(link: Link, request: StartRequest): Promise<boolean> {
  const { type, id } = request;
  return link.reach(id, async () => {
    try {
      await link.temporal.workflow.start(type, {
        ...executionOf(link, request, id),
        workflowId: id,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  });
}
