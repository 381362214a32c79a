/** What the tests of the brief see of a running pipeline from outside. */
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { until } from '../kit/driver';
import type { World } from '../kit/world';
import type { TestPipelines } from '../support/pipeline';

const { ApplicationErrorCategory } = temporal.api.enums.v1;

/** The failure that a pending activity of the run was last retried for. */
export async function lastFailureOf(run: WorkflowHandle): Promise<{ type: string; message: string; isOwn: boolean }> {
  const { pendingActivities } = (await run.describe()).raw;
  const failure = pendingActivities?.find(({ lastFailure }) => lastFailure)?.lastFailure;
  const { type, category } = failure?.applicationFailureInfo ?? {};
  // What is nobody's fault is benign: neither the step nor an operator has anything to mend.
  const isOwn = category !== ApplicationErrorCategory.APPLICATION_ERROR_CATEGORY_BENIGN;
  return { type: type ?? '', message: failure?.message ?? '', isOwn };
}

/** Resolves when an attempt of the run stands in front of a step lock that another one holds. */
export async function waits({ redis }: TestPipelines, runId: string): Promise<void> {
  // Whoever waits for a lock listens for its release.
  const channels = (): Promise<unknown> => redis.raw.call('PUBSUB', 'CHANNELS', `${redis.prefix}:*{${runId}}:w:*`);
  await so(`an attempt of ${runId} waits for a lock`, channels, (names) => (names as string[]).length > 0);
}

/** The first run of `name` does this, later ones nothing. */
export function onFirst(world: World, name: string, act: (signal: AbortSignal) => Promise<unknown>): void {
  world.on(name, async (signal) => {
    if (world.count(name) === 1) await act(signal);
  });
}

/** So long that a busy machine is no reason, and short enough that the test itself tells why it failed. */
const IN_VAIN_MS = 60_000;

/** Asks until it is so. In vain it fails before the time limit of its test, with what was waited for and what was seen last. */
export async function so<T>(what: string, read: () => Promise<T> | T, done: (value: T) => boolean): Promise<T> {
  const endMs = performance.now() + IN_VAIN_MS;
  return until(async () => {
    const value = await read();
    if (performance.now() > endMs && !done(value))
      throw new Error(`in vain for 60 s: ${what}, but ${JSON.stringify(value)}`);
    return value;
  }, done);
}

/** The result of a run; in vain, what Temporal says of its last failure. */
export async function resultOf<T>(run: WorkflowHandle<() => Promise<T>>): Promise<T> {
  const now = async () => ({ status: (await run.describe()).status.name, lastFailure: await lastFailureOf(run) });
  await so(`the run ${run.workflowId} ends`, now, ({ status }) => status !== 'RUNNING');
  return run.result();
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
