/** The kernel's `Sdk` as Temporal has it. */
import { defineSearchAttributeKey, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  log,
  metricMeter,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { QueryDefinition, UpdateDefinition } from '@temporalio/common';
import type { Sdk } from './sdk';

/** Registered by `dev`; a Keyword. */
export const STATUS_ATTRIBUTE = 'PipelineStatus';
const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, 'KEYWORD');

/**
 * A run that ends by itself cancels its children (child.ts). Terminated, as by `retry --restart`, it leaves them: they go on, nothing
 * of theirs is undone, and the next execution takes up what they made. A killed worker costs a workflow task as long as in
 * other runs (client/start.ts).
 */
const CHILD = {
  parentClosePolicy: 'ABANDON',
  workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  workflowTaskTimeout: '2s',
} as const;

type Activities = Record<string, (...args: unknown[]) => Promise<unknown>>;

export const temporal: Sdk = {
  execution() {
    const { startTime, ...facts } = workflowInfo();
    return { ...facts, startedAtMs: startTime.getTime() };
  },
  now: () => Date.now(),
  uuid: uuid4,
  async condition(done, timeoutMs, summary) {
    if (timeoutMs === undefined) return condition(done).then(() => true);
    return condition(done, timeoutMs, summary === undefined ? {} : { summary });
  },
  activity(name, args, options) {
    const activity = proxyActivities<Activities>(options)[name];
    if (!activity) throw new Error(`impossible: proxyActivities has no ${name}`);
    return activity(...args);
  },
  async child(type, id, args) {
    try {
      const handle = await startChild(type, { workflowId: id, args: [...args], ...CHILD });
      return { runId: handle.firstExecutionRunId, result: handle.result() };
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'taken';
      throw error;
    }
  },
  scope() {
    const scope = new CancellationScope();
    return { run: (code) => scope.run(code), cancel: () => scope.cancel() };
  },
  shielded: (code) => CancellationScope.nonCancellable(code),
  isCancelled: () => CancellationScope.current().consideredCancelled,
  allHandled: () => condition(allHandlersFinished),
  onQuery(name, description, answer) {
    setHandler({ type: 'query', name } as QueryDefinition<unknown, unknown[]>, () => answer(), { description });
  },
  onUpdate({ name, description, check, act }) {
    setHandler({ type: 'update', name } as UpdateDefinition<void, unknown[]>, (...given: unknown[]) => act(given), {
      description,
      validator: (...given: unknown[]) => check(given),
    });
  },
  showDetails: setCurrentDetails,
  showStatus: (status) => upsertSearchAttributes([{ key: statusKey, value: status }]),
  count: (metric, tags) => metricMeter.createCounter(metric).add(1, { ...tags }),
  warn: (message, facts) => log.warn(message, { ...facts }),
};
