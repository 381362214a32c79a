/** What the tests of the brief see of a running pipeline from outside. */
import type { WorkflowHandle } from '@temporalio/client';
import { until } from '../kit/driver';
import type { World } from '../kit/world';
import type { TestPipelines } from '../support/pipeline';

/** Type and message of the failure that a pending activity of the run was last retried for. */
export async function lastFailureOf(run: WorkflowHandle): Promise<{ type: string; message: string }> {
  const { pendingActivities } = (await run.describe()).raw;
  const failure = pendingActivities?.find(({ lastFailure }) => lastFailure)?.lastFailure;
  return { type: failure?.applicationFailureInfo?.type ?? '', message: failure?.message ?? '' };
}

/** Resolves when an attempt of the run stands in front of a step lock that another one holds. */
export async function waits({ redis }: TestPipelines, runId: string): Promise<void> {
  // Whoever waits for a lock listens for its release.
  const channels = (): Promise<unknown> => redis.raw.call('PUBSUB', 'CHANNELS', `${redis.prefix}:*{${runId}}:w:*`);
  await until(channels, (names) => (names as string[]).length > 0);
}

/** The first run of `name` does this, later ones nothing. */
export function onFirst(world: World, name: string, act: (signal: AbortSignal) => Promise<unknown>): void {
  world.on(name, async (signal) => {
    if (world.count(name) === 1) await act(signal);
  });
}

const closed = new Set<() => void>();
// A test that failed leaves no step waiting, for which its worker would have to wait in turn.
afterEach(() => {
  for (const open of closed) open();
  closed.clear();
});

/** Something to wait for until the test opens it, at its end at the latest. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  closed.add(open);
  return { opened, open };
}
