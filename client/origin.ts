/** What a run was started with, read from the first event of its history. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { StartOptions } from '../workflows/kit';
import type { Link } from './link';

export interface Origin {
  readonly type: string;
  readonly runId: string;
  readonly status: string;
  readonly job: unknown;
  readonly options: StartOptions;
}

/** The newest execution under this id; undefined when Temporal knows none. */
export async function originOf(link: Link, id: string): Promise<Origin | undefined> {
  return link.reach(id, async () => {
    try {
      const { type, runId, status } = await link.temporal.workflow.getHandle(id).describe();
      const [job = null, options] = await argumentsOf(link, id, runId);
      return { type, runId, status: status.name, job, options: (options ?? {}) as StartOptions };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  });
}

async function argumentsOf(link: Link, workflowId: string, runId: string): Promise<unknown[]> {
  const { workflowService } = link.temporal.connection;
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: link.config.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  const payloads = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  return decodeArrayFromPayloads(link.temporal.options.loadedDataConverter, payloads);
}
