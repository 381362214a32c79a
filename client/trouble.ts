/** Why a run does not go on, as Temporal tells it: no worker has to answer for this. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { lastTaskEnd } from './inspect/lastTask';
import type { TaskEnd } from './inspect/lastTask';
import { inTime } from './link';
import type { Link } from './link';
import { pendingSteps } from './pending';
import { askProgress } from './progress';
import type { Asked } from './progress';
import { quoted } from './shell';
import { timestampMs } from './timestamp';

export interface RunTrouble {
  /**
   * `task fails`: workers cannot run the code of the pipeline on what happened so far. `task times out`: one took the task and
   * did not end it. `kit fails`: what the kit does for the run (`kit.open` …) is refused or cannot be reached. `no worker`:
   * nobody polls the task queue. `no answer`: somebody polls it, and does not answer for this run.
   */
  readonly kind: 'task fails' | 'task times out' | 'kit fails' | 'no worker' | 'no answer';
  /** Of the workflow task, or of the activity; 1 where nothing was tried again. */
  readonly attempt: number;
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** One line for people. */
export function troubleText({ kind, attempt, cause, remedy }: RunTrouble): string {
  const tried = attempt > 1 ? ` (attempt ${attempt})` : '';
  const what = kind === 'task fails' ? `its workflow task fails${tried}: ` : '';
  const after = what === '' ? tried : '';
  return `${what}${cause.replace(/\.$/, '')}${after}. ${remedy}`;
}

/** What the server knows to be wrong with a run that has not ended; undefined when nothing is. Reads two pages at most. */
export async function troubleOf(
  link: Link,
  description: WorkflowExecutionDescription,
): Promise<RunTrouble | undefined> {
  const attempt = description.raw.pendingWorkflowTask?.attempt ?? 0;
  const end = attempt > 1 ? await inTime(link, () => lastTaskEnd(link, description)) : undefined;
  if (end?.is === 'failed') return failing(description, attempt, end);
  if (end?.is === 'timed out') return (await nobodyPolls(link, description)) ?? timingOut(attempt);
  return kitTrouble(link, description);
}

/** The same for a run of which no worker has answered a question: then there is always something to say. */
async function silenceOf(link: Link, description: WorkflowExecutionDescription): Promise<RunTrouble> {
  const known = (await troubleOf(link, description)) ?? (await nobodyPolls(link, description));
  if (known) return known;
  const { taskQueue } = description;
  const names = (await pollersOf(link, taskQueue)).join(', ');
  return {
    kind: 'no answer',
    attempt: 1,
    cause: `no worker answers, though task queue ${taskQueue} was polled shortly before by ${names}`,
    remedy:
      'It may have been killed, be blocked or busy: look at its log. The run goes on as soon as a worker takes it.',
  };
}

/** Asks the run, then the server. */
export async function troubleNow(link: Link, id: string): Promise<RunTrouble | undefined> {
  const description = await described(link, id);
  if (description.status.name !== 'RUNNING') return undefined;
  return wrongWith(link, description, await askProgress(link, id));
}

const described = (link: Link, id: string): Promise<WorkflowExecutionDescription> =>
  inTime(link, () => link.temporal.workflow.getHandle(id).describe());

/** @param asked what came of asking the run itself, just before. */
export async function wrongWith(
  link: Link,
  before: WorkflowExecutionDescription,
  { answered, failure }: Asked,
): Promise<RunTrouble | undefined> {
  if (answered) {
    const known = await troubleOf(link, before);
    return known ?? (failure === undefined ? undefined : failing(before, 1, { why: failure }));
  }
  // The question may have waited for seconds: what was true before need not be any more.
  const now = await described(link, before.workflowId);
  return now.status.name === 'RUNNING' ? silenceOf(link, now) : undefined;
}

/** What the kernel says of a run that is not its own (workflows/kit/version.ts). */
const ANOTHER_KERNEL = /The run began on kernel \d+: .*/;

/** Remedies by what the SDK says; the last is for all else. */
const remedies: readonly (readonly [said: RegExp, remedy: (id: string) => string])[] = [
  [
    /this worker has no pipeline|no such function is exported/,
    (id) =>
      'No worker of this task queue has a pipeline of that name: deploy one that has it, and the run goes on; or end the ' +
      `run: temporal workflow terminate --workflow-id ${id}`,
  ],
  [
    ANOTHER_KERNEL,
    (id) =>
      `Let a worker of the build that began the run go on with it, or start it again: \`retry ${id} --restart\`. What is ` +
      'recorded is not paid for again, what was in flight may be.',
  ],
  [
    /TMPRL1100|[Nn]on-?determinis/,
    (id) =>
      `The code decides otherwise than the code that began the run: \`replay ${id}\` shows where. Keep the old way behind ` +
      'patched(), or let a worker of the old build end the run.',
  ],
  [
    /TMPRL1103|too large|larger than max|exceeds? (?:the )?(?:size )?limit/i,
    () =>
      'What the pipeline returns, or sends in one task, is too large: return a reference or an address instead, and deploy it; ' +
      'the run goes on by itself.',
  ],
  [
    /./s,
    (id) =>
      'The code of the pipeline is at fault: mend it and deploy it, and the run goes on by itself. The whole stack: ' +
      `temporal workflow show --workflow-id ${id}`,
  ],
];

/** Without the name of the error. */
function ofAnotherKernel(why: string): TaskFailure | undefined {
  const [said] = ANOTHER_KERNEL.exec(why) ?? [];
  return said === undefined ? undefined : { why: said };
}

type TaskFailure = Pick<TaskEnd, 'why' | 'where'>;

function failing({ workflowId }: WorkflowExecutionDescription, attempt: number, failure: TaskFailure): RunTrouble {
  // Where in the kernel it says so helps nobody.
  const { why, where } = ofAnotherKernel(failure.why) ?? failure;
  const remedy = remedies.find(([said]) => said.test(why))?.[1](quoted(workflowId)) ?? '';
  const cause = where === undefined ? why : `${why} (${where})`;
  return { kind: 'task fails', attempt, cause, remedy };
}

const timingOut = (attempt: number): RunTrouble => ({
  kind: 'task times out',
  attempt,
  cause: 'a worker took the workflow task and did not end it in time',
  remedy:
    'It was killed, its thread is blocked by the code of the pipeline, or what the task sends is too large: look at the log ' +
    'of the worker. Temporal gives the task to the next worker by itself.',
});

/** Activities of the kit are no steps, so nobody else tells of them. */
async function kitTrouble(link: Link, description: WorkflowExecutionDescription): Promise<RunTrouble | undefined> {
  const failed = (await pendingSteps(link, description)).find(
    ({ name, lastFailure }) => name.startsWith('kit.') && lastFailure !== undefined,
  );
  if (!failed) return undefined;
  const { name, attempt, lastFailure = '' } = failed;
  const remedy = 'It is tried again by itself: mend the cause.';
  return { kind: 'kit fails', attempt, cause: `${name} fails: ${lastFailure}`, remedy };
}

const WORKFLOW_QUEUE = 1;
/** A poll waits on the server for a minute or so; whoever was not seen for longer is gone. */
const GONE_MS = 90_000;

/** Who asks a task queue for workflow tasks. */
export async function pollersOf(link: Link, taskQueue: string): Promise<string[]> {
  const { namespace } = link.config;
  const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: WORKFLOW_QUEUE };
  const { pollers } = await inTime(link, () => link.temporal.workflowService.describeTaskQueue(request));
  const alive = pollers.filter(({ lastAccessTime }) => {
    const seenMs = timestampMs(lastAccessTime);
    return seenMs !== undefined && Date.now() - seenMs < GONE_MS;
  });
  return [...new Set(alive.map(({ identity }) => identity ?? ''))];
}

async function nobodyPolls(link: Link, { taskQueue }: WorkflowExecutionDescription): Promise<RunTrouble | undefined> {
  return (await pollersOf(link, taskQueue)).length > 0 ? undefined : noWorker(taskQueue);
}

export const noWorker = (taskQueue: string): RunTrouble => ({
  kind: 'no worker',
  attempt: 1,
  cause: `no worker polls task queue ${taskQueue}`,
  remedy: 'Start one: the run goes on as soon as it polls.',
});
