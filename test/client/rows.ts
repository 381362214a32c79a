/** Rows of a run as `watch` tells them. */
import type { StepEvent } from '../../client';
import type { PendingStep } from '../../client/pending';
import { Seen } from '../../client/watch';
import type { RunProgress, StepRow } from '../../workflows/kit';

export const pendingOf = (more: Partial<PendingStep>): PendingStep => ({
  name: 'docs.label',
  activityId: '1',
  attempts: [],
  attempt: 1,
  phase: 'running',
  done: 0,
  ...more,
});

export function watched(
  names: readonly string[],
  pending: readonly PendingStep[],
  items: NonNullable<StepRow['items']> = { total: 1000, ok: 0, failed: 0, skipped: 0, cached: 0 },
): StepEvent[] {
  const steps = names.map((name): StepRow => ({ name, status: 'running', runs: 1, startedAt: '', items }));
  const now = {
    id: 'run',
    status: 'running',
    steps,
    heals: 0,
    strikes: {},
    waitingFor: [],
    waits: [],
    activeMs: 0,
  } as RunProgress;
  return [...new Seen('run').progress(now, pending)].filter((event): event is StepEvent => event.event === 'step');
}
