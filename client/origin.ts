/** What a run was started with, read from the first event of its history. */
import { WorkflowNotFoundError } from '@temporalio/common';
import type { StartOptions } from '../workflows/kit';
import { turnOf } from './execution';
import type { Turn } from './execution';
import type { Link } from './link';
import { valuesOf } from './payloads';

export interface Origin extends Turn {
  readonly type: string;
  readonly runId: string;
  readonly status: string;
  readonly input: unknown;
  readonly options: StartOptions;
  /** What the Web UI shows with it. */
  readonly summary?: string;
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** The newest execution under this id; undefined when Temporal knows none. */
export async function originOf(link: Link, id: string): Promise<Origin | undefined> {
  return link.reach(id, async () => {
    try {
      const description = await link.temporal.workflow.getHandle(id).describe();
      const { type, runId, status, memo } = description;
      const summary = await description.staticSummary();
      const [input = null, options] = await argumentsOf(link, id, runId);
      const shown = {
        ...(summary !== undefined && { summary }),
        ...(memo && { memo }),
        ...turnOf(description.priority),
      };
      return { type, runId, status: status.name, input, options: (options ?? {}) as StartOptions, ...shown };
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
  return valuesOf(link.temporal.options.loadedDataConverter, payloads);
}
