/** The newest runs, and what is wrong with those that have not ended. */
import type { Link } from './link';
import { noWorker, pollersOf, troubleOf } from './trouble';
import type { RunTrouble } from './trouble';

export interface RunListed {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Why it does not go on, where Temporal tells it. */
  readonly trouble?: RunTrouble;
}

const MAX_LISTED = 100;
/** Runs that are looked at side by side. */
const LOOKS = 10;

/** At most 100. A run that has not ended costs one look more, one whose task fails the end of its history. */
export async function listRuns(link: Link): Promise<RunListed[]> {
  const { taskQueue } = link.config;
  const runs: RunListed[] = [];
  for await (const run of link.temporal.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
    const { workflowId: id, type, status, startTime, closeTime } = run;
    const ended = closeTime ? { endedAt: closeTime.toISOString() } : {};
    runs.push({ id, type, status: status.name.toLowerCase(), startedAt: startTime.toISOString(), ...ended });
    if (runs.length === MAX_LISTED) break;
  }
  if (!runs.some(isOpen)) return runs;
  const isServed = (await pollersOf(link, taskQueue)).length > 0;
  const listed: RunListed[] = [];
  for (let first = 0; first < runs.length; first += LOOKS) {
    listed.push(
      ...(await Promise.all(runs.slice(first, first + LOOKS).map((run) => withTrouble(link, run, isServed)))),
    );
  }
  return listed;
}

const isOpen = ({ status }: RunListed): boolean => status === 'running';

async function withTrouble(link: Link, run: RunListed, isServed: boolean): Promise<RunListed> {
  if (!isOpen(run)) return run;
  const description = await link.temporal.workflow.getHandle(run.id).describe();
  if (description.status.name !== 'RUNNING') return run;
  const trouble = (await troubleOf(link, description)) ?? (isServed ? undefined : noWorker(link.config.taskQueue));
  return trouble ? { ...run, trouble } : run;
}
