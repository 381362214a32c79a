/** Where `replay` has its histories from: a file, a run on the server, all that run there. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Link } from '../client/link';
import type { History } from './divergence';
import { Usage } from './exit';
import { issuesIn } from '../workflows/kit/issues';

export interface Recorded {
  readonly id: string;
  readonly history: History;
}

const Name = z.looseObject({ name: z.string() });
/** What is looked at before the SDK reads the rest. Its ids are texts: by them the SDK tells JSON from what a server sends. */
const HistoryJson = z.looseObject({
  events: z.array(
    z.looseObject({
      eventId: z.coerce.string(),
      eventType: z.string(),
      workflowExecutionStartedEventAttributes: z
        .looseObject({ workflowId: z.string().optional(), workflowType: Name, taskQueue: z.looseObject({}).optional() })
        .optional(),
      workflowTaskCompletedEventAttributes: z.looseObject({}).optional(),
      activityTaskScheduledEventAttributes: z.looseObject({ activityType: Name }).optional(),
    }),
  ),
});

/** @throws Usage for what no run of a workflow can have left. */
export async function readHistory(path: string): Promise<Recorded> {
  const wrong = (why: string): Usage =>
    new Usage(`${path} is no history: ${why}. Get one with: temporal workflow show --workflow-id ID --output json`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Usage(`Cannot read ${path}: ${messageOf(error)}. Check the path and your permission to read it.`);
  });
  let history: History;
  try {
    const read = HistoryJson.safeParse(JSON.parse(text));
    if (!read.success) throw new TypeError(issuesIn(read.error));
    history = read.data;
  } catch (error) {
    throw wrong(messageOf(error));
  }
  const first = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  // The SDK's core ends the process on a history without these.
  if (typeof typeOf(history) !== 'string' || !first?.taskQueue)
    throw wrong('its first event does not start a workflow');
  if (history.events?.some((event, i) => Number(event.eventId) !== i + 1) === true) throw wrong('events are missing');
  return { id: first.workflowId || path, history };
}

export const typeOf = ({ events }: History): string | null | undefined =>
  events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;

export async function historyOf(link: Link, id: string): Promise<Recorded> {
  const handle = link.temporal.workflow.getHandle(id);
  return link.reach(id, async () => {
    // Only this names an unknown run as what it is.
    await handle.describe();
    return { id, history: await handle.fetchHistory() };
  });
}

export async function* only(run: Recorded): AsyncGenerator<Recorded> {
  yield await Promise.resolve(run);
}

/** Every run of the task queue that has not ended. One that ends while others are replayed is replayed too. */
export async function* runningOf(link: Link): AsyncGenerator<Recorded> {
  const query = `TaskQueue = '${link.config.taskQueue}' AND ExecutionStatus = 'Running'`;
  const ids = await link.reach('', async () => {
    const found: string[] = [];
    for await (const { workflowId } of link.temporal.workflow.list({ query })) found.push(workflowId);
    return found;
  });
  for (const id of ids) yield await historyOf(link, id);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
