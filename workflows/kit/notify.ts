/** Somebody hears that a run has come to need a person: a metric, and a notice where the worker has an address for one. */
import { log, metricMeter, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Kernel } from './kernel';
import type { RunProgress } from './messages';

/** Counted by workflow type and status (`paused`, `waiting`) each time a run comes to wait for a person. */
const METRIC = 'pipeline_waits_for_person';

const { 'kit.notify': notify } = proxyActivities<{ 'kit.notify'(notice: object, options: object): Promise<unknown> }>({
  startToCloseTimeout: '1m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Not waited for: a run does not depend on who hears of it. */
export function tell(kernel: Kernel, { status, steps, waitingFor }: RunProgress): void {
  const { runId, workflowType } = workflowInfo();
  metricMeter.createCounter(METRIC).add(1, { workflowType, status });
  if (!kernel.notifies) return;
  kernel.notices += 1;
  const paused = steps
    .filter((row) => row.status === 'paused')
    .map(({ name, message = '' }) => ({ step: name, message }));
  const notice = { execution: runId, count: kernel.notices, workflowType, status, paused, waitingFor };
  notify(notice, {}).catch((error: unknown) => log.warn('nobody was told that the run waits for a person', { error }));
}
