/** The kit's own activities, `kit.*`: opening a run, joining shards, keeping a parked run alive, resetting a step. */
import { Context } from '@temporalio/activity';
import type { z } from 'zod';
import { canonicalJson, hashOf } from './canonical';
import type { Opened, Opening } from './contract';
import { final } from './errors';
import { guard } from './guard';
import { Heartbeat } from './heartbeat';
import type { Activity } from './guard';
import { gatherWork } from './map';
import { notifyStep } from './notify';
import { plainWork } from './plain';
import { INLINE_BYTES, refsIn } from './refs';
import { RedisFailure } from '../../redis';
import { redisAway } from './turn';
import type { Kit } from './work';

/** Job schemas by workflow type, and the search attributes that this Temporal namespace knows. */
export interface Pipelines {
  readonly jobs: Readonly<Record<string, z.ZodType>>;
  readonly searchAttributes: () => Promise<readonly string[]>;
  /** Where to post that a run waits for a person. */
  readonly notifyUrl?: string;
}

interface ResetRequest {
  /** Without a step: every step whose recorded output has failed items. */
  readonly step?: string;
  /** Records of so far do not count any more. The ok items of a map step are used again. */
  readonly floor: boolean;
  /** The items of so far do not count either. */
  readonly fresh?: boolean;
}

/** The workflow side gives these activities a heartbeat timeout of 2 s. */
const HEARTBEAT_MS = 600;

export function kitActivities(kit: Kit, pipelines: Pipelines): Record<string, Activity> {
  const notify = notifyStep(pipelines.notifyUrl);
  return {
    'kit.open': reachable((opening) => open(kit, pipelines, opening as Opening)),
    'kit.notify': guard(kit, (input) => plainWork('kit.notify', notify, input)),
    'kit.gather': guard(kit, (input) => gatherWork('kit.gather', input)),
    'kit.keepAlive': reachable(() => kit.runs(thisRun()).keepAlive()),
    'kit.reset': reachable((request) => reset(kit, request as ResetRequest)),
    'kit.remember': reachable((fact) => remember(kit, fact as { key: string; value: unknown })),
  };
}

/** These activities are short and repeatable: when Redis is away Temporal simply calls them again. */
function reachable(run: (input: unknown) => Promise<unknown>): Activity {
  return async (input) => {
    const heart = new Heartbeat(Context.current(), HEARTBEAT_MS);
    try {
      return await run(input);
    } catch (error) {
      throw error instanceof RedisFailure ? redisAway('kit', error) : error;
    } finally {
      heart.stop();
    }
  };
}

const thisRun = (): string => {
  const { workflowExecution, activityId } = Context.current().info;
  return workflowExecution?.workflowId ?? activityId;
};

/** Checks the job, refuses another job under an id that has one, and fixes the date of the run. */
async function open(kit: Kit, pipelines: Pipelines, { job, kept }: Opening): Promise<Opened> {
  const workflowType = Context.current().info.workflowType ?? '';
  const schema = pipelines.jobs[workflowType];
  const checked = schema ? schema.safeParse(job) : ({ success: true, data: job ?? null } as const);
  if (!checked.success) throw final('JobInvalid', `The job of ${workflowType} is wrong: ${checked.error.message}`);
  const bytes = Buffer.byteLength(canonicalJson(checked.data));
  if (bytes > INLINE_BYTES) {
    throw final(
      'TooLarge',
      `The job has ${bytes} bytes, at most ${INLINE_BYTES}: upload large input and pass its blob`,
    );
  }
  const run = kit.runs(thisRun());
  const { word, date, remembered } = await run.open(hashOf(checked.data), kept?.date);
  if (word === 'changed') {
    throw final(
      'RunInputChanged',
      `The id ${thisRun()} belongs to a run with another input. Use another id, or the same input to join that run.`,
    );
  }
  for (const [key, value] of Object.entries(kept?.remembered ?? {})) await run.remember(key, canonicalJson(value));
  const facts = Object.entries(remembered).map(([key, text]) => [key, JSON.parse(text) as unknown]);
  return {
    job: checked.data,
    date,
    remembered: Object.fromEntries(facts) as Record<string, unknown>,
    stateTtlMs: kit.stateTtlMs,
    searchAttributes: await pipelines.searchAttributes(),
    notifies: pipelines.notifyUrl !== undefined,
  };
}

async function reset(kit: Kit, { step, floor, fresh = false }: ResetRequest): Promise<string[]> {
  const store = kit.runs(thisRun());
  const steps = step === undefined ? await stepsWithFailedItems(kit) : [step];
  for (const name of steps) {
    await store.reset(name, { floor, clearStrikes: true });
    // Failed items are open again by the floor: with `fresh` they are asked for past the cache, the others stay paid.
    if (fresh && step !== undefined) await store.dropItems(name);
  }
  return steps;
}

async function stepsWithFailedItems(kit: Kit): Promise<string[]> {
  const { records } = await kit.runs(thisRun()).facts();
  const failed = records.filter((record) => refsIn(record.output).some((output) => (output.failed ?? 0) > 0));
  return [...new Set(failed.map((record) => record.step))];
}

async function remember(kit: Kit, { key, value }: { key: string; value: unknown }): Promise<unknown> {
  const text = canonicalJson(value ?? null);
  if (Buffer.byteLength(text) > INLINE_BYTES)
    throw final('TooLarge', `what run.once('${key}') returned is too large to remember`);
  return JSON.parse(await kit.runs(thisRun()).remember(key, text)) as unknown;
}
