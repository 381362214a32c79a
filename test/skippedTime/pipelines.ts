/** Pipelines on a time-skipping server, whose skipped time ages the state in Redis. */
import type { WorkflowHandle } from '@temporalio/client';
import { openSkippedTime } from '../../testing/ageing/skippedTime';
import { startTimeSkipping } from '../../testing/servers/timeSkipping';
import type { SkippedTime } from '../../testing/ageing/skippedTime';
import type { StartedTimeSkipping } from '../../testing/servers/timeSkipping';
import { sumSteps } from '../kit/steps';
import type { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import type { TestPipelines } from '../support/pipeline';
import type * as workflows from './workflows';

const HOUR_MS = 3_600_000;
/** What a worker has that is not configured otherwise (redis/limits.ts). */
export const defaultLives = { stateTtlMs: 24 * HOUR_MS, cacheTtlMs: 7 * 24 * HOUR_MS };

export interface SkippingPipelines extends TestPipelines {
  readonly time: SkippedTime;
  /** Starts a pipeline of this folder on a worker with the default lives of state and cache. */
  run(world: World, type: keyof typeof workflows, input: object): Promise<WorkflowHandle>;
}

/**
 * Gives the tests of a file a time-skipping server of their own: its time is one for all, and never goes back.
 * @param workflowsPath whose workflows its workers run, where they are not those of this folder.
 */
export function useSkippingPipelines(workflowsPath = require.resolve('./workflows')): SkippingPipelines {
  let server: StartedTimeSkipping;
  const before = process.env['TEMPORAL_ADDRESS'];
  beforeAll(async () => {
    server = await startTimeSkipping();
    process.env['TEMPORAL_ADDRESS'] = server.address;
  });

  const pipelines = usePipelines(workflowsPath);
  const test = pipelines as { -readonly [K in keyof SkippingPipelines]: SkippingPipelines[K] };
  beforeAll(async () => {
    const { raw, prefix } = pipelines.redis;
    // Patience: within a hop the kit may fail thirty times, for which a busy machine takes longer than half a minute.
    const times = { hop: '20 minutes', patience: '2 minutes' } as const;
    test.time = await openSkippedTime({ address: server.address, redis: raw, prefix, ...times });
  });
  test.run = async (world, type, input) => {
    await pipelines.worker([sumSteps], { world }, defaultLives);
    return pipelines.start(type, input);
  };
  afterAll(async () => {
    if (before === undefined) delete process.env['TEMPORAL_ADDRESS'];
    else process.env['TEMPORAL_ADDRESS'] = before;
    await test.time.close();
    await server.stop();
  });
  return test;
}

/** How often activities of that name were scheduled in a run. */
export async function scheduled(run: WorkflowHandle, name: string): Promise<number> {
  const { events } = await run.fetchHistory();
  const names = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  return names?.filter((scheduledName) => scheduledName === name).length ?? 0;
}
