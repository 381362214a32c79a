/** How the last workflow task of a run ended, from the end of its history. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { Link } from '../link';

export interface TaskEnd {
  readonly is: 'failed' | 'timed out';
  readonly why: string;
  /** The line of code, where the stack tells it. */
  readonly where?: string;
}

/** Events behind the last task that ended well are few: what arrived meanwhile, and one failure of each sequence. */
const PAGE = 100;
const MAX_PAGES = 2;
/** As the wire has them: failures by which the server itself puts a task back, such as a signal that came meanwhile. */
const HARMLESS = new Set([1, 13, 17, 18, 20, 31, 39]);
const SCHEDULE_TO_START = 2;

type Event = NonNullable<
  NonNullable<
    Awaited<ReturnType<Link['temporal']['workflowService']['getWorkflowExecutionHistoryReverse']>>['history']
  >['events']
>[number];

/** @returns undefined when the last task ended well, or nothing is known of it. */
export async function lastTaskEnd(
  link: Link,
  { workflowId, runId }: WorkflowExecutionDescription,
): Promise<TaskEnd | undefined> {
  let nextPageToken: Uint8Array | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await link.temporal.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: link.config.namespace,
      execution: { workflowId, runId },
      maximumPageSize: PAGE,
      ...(nextPageToken && { nextPageToken }),
    });
    for (const event of answer.history?.events ?? []) {
      if (event.workflowTaskCompletedEventAttributes) return undefined;
      const end = endOf(event);
      if (end) return end;
    }
    nextPageToken = answer.nextPageToken;
    if (nextPageToken.length === 0) return undefined;
  }
  return undefined;
}

function endOf(event: Event): TaskEnd | undefined {
  const timedOut = event.workflowTaskTimedOutEventAttributes;
  // A worker that is gone had cached the run: the task goes to any other.
  if (timedOut && timedOut.timeoutType !== SCHEDULE_TO_START) return { is: 'timed out', why: 'it timed out' };
  const failed = event.workflowTaskFailedEventAttributes;
  if (!failed || HARMLESS.has(Number(failed.cause))) return undefined;
  const { message, stackTrace } = failed.failure ?? {};
  const why = [...told(stackTrace, message), message ?? 'the worker did not say why'][0] ?? '';
  const where = /^\s*at (.*)$/m.exec(stackTrace ?? '')?.[1]?.trim();
  return { is: 'failed', why, ...(where === undefined ? {} : { where }) };
}

/** The stack begins with the name of the error, which the message lacks: `TypeError: …`. */
function told(stack: string | null | undefined, message: string | null | undefined): string[] {
  if (!stack || !message) return [];
  const line = stack.split('\n').find((one) => /^\w*Error\b/.test(one) && one.endsWith(message.split('\n')[0] ?? ''));
  return line === undefined ? [] : [line];
}
