/** Somebody hears that a run has come to need a person: a metric, and a notice where the worker has an address for one. */
import type { ActivityOptions } from '@temporalio/workflow';
import { cut } from './failure';
import type { Kernel } from './kernel';
import type { RunProgress } from './messages';

/** Counted by workflow type and status (`paused`, `waiting`) each time a run comes to wait for a person. */
const METRIC = 'pipeline_waits_for_person';

const OPTIONS: ActivityOptions = {
  startToCloseTimeout: '1m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
};

/** A notice travels inline (16 KB): it names some of what is paused, `inspect` all. */
const MAX_NAMED = 10;
const MESSAGE_CHARACTERS = 300;

/** Not waited for: a run does not depend on who hears of it. */
export function tell(kernel: Kernel, { status, steps, waitingFor }: RunProgress): void {
  const { sdk } = kernel;
  const { runId, workflowType } = sdk.execution();
  sdk.count(METRIC, { workflowType, status });
  if (!kernel.notifies) return;
  kernel.notices += 1;
  const paused = steps
    .filter((row) => row.status === 'paused')
    .slice(0, MAX_NAMED)
    .map(({ name, message = '' }) => ({ step: name, message: cut(message, MESSAGE_CHARACTERS) }));
  const names = waitingFor.slice(0, MAX_NAMED);
  const notice = { execution: runId, count: kernel.notices, workflowType, status, paused, waitingFor: names };
  sdk
    .activity('kit.notify', [notice, {}], OPTIONS)
    .catch((error: unknown) => sdk.warn('nobody was told that the run waits for a person', { error }));
}
