/** The kit's own activities, `kit.*`: opening a run, joining shards, keeping a parked run alive, resetting a step. */
import { Context } from '@temporalio/activity';
import type { z } from 'zod';
import { runIdOf } from '../attempt/attempt';
import { canonicalJson, hashOf } from '../../../redis/canonical';
import type {
  EffectKey,
  EffectKeyRequest,
  FailureType,
  KeptEffect,
  KeptPage,
  Opened,
  Opening,
  ValueRequest,
} from '../contract';
import type { AnyDefinition } from '../authoring/define';
import { keepingOf } from '../authoring/keptEffect';
import { again, nonRetryable, messageOf } from '../errors';
import { guard } from '../attempt/guard';
import { Heartbeat } from '../attempt/heartbeat';
import { issuesIn } from '../content/json';
import { formerNames } from '../authoring/keep';
import type { Activity } from '../attempt/guard';
import { listWork, readValue } from '../content/lists';
import { loadFields } from '../content/load';
import { gatherWork } from '../map/map';
import { notifyStep } from './notify';
import { ownKeyOf } from '../authoring/ownKey';
import { parseWire, plainWork } from '../attempt/plain';
import { INLINE_BYTES, refsIn } from '../content/refs';
import { RedisFailure } from '../../../redis';
import { redisAway } from '../attempt/turn';
import type { Kit, Work } from '../attempt/work';

/** What this worker knows of its pipelines and of its Temporal namespace. */
export interface Pipelines {
  /** Schemas of the inputs of pipelines, by workflow type. */
  readonly inputs: Readonly<Record<string, z.ZodType>>;
  /** All steps, of all pipelines, by the names of their activities. */
  readonly steps: ReadonlyMap<string, AnyDefinition>;
  readonly searchAttributes: () => Promise<readonly string[]>;
  /** What a closed execution of a run knows of its effects; `declared` are the steps that are some by definition. */
  readonly keptEffects: (
    execution: { readonly workflowId: string; readonly runId: string },
    declared: ReadonlySet<string>,
  ) => Promise<readonly KeptEffect[]>;
  /** Where to post that a run waits for a person. */
  readonly notifyUrl?: string;
}

interface KeptRequest {
  /** Run id of the closed execution. */
  readonly execution: string;
  /** From 0. */
  readonly page: number;
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
    'kit.open': reachable(kit, (opening) => open(kit, pipelines, opening as Opening)),
    'kit.notify': guarded(kit, 'kit.notify', (name, input) => plainWork(name, notify, input)),
    'kit.gather': guarded(kit, 'kit.gather', gatherWork),
    'kit.list': guarded(kit, 'kit.list', listWork),
    'kit.value': reachable(kit, (asked) => readValue(kit.runs(thisRun()), asked as ValueRequest)),
    'kit.effectKey': reachable(kit, (request) => effectKey(kit, pipelines, request as EffectKeyRequest)),
    'kit.keepAlive': reachable(kit, () => keepAlive(kit)),
    'kit.kept': reachable(kit, (asked) => kept(pipelines, asked as KeptRequest)),
    'kit.reset': reachable(kit, (request) => reset(kit, request as ResetRequest)),
    'kit.remember': reachable(kit, (fact) => remember(kit, fact as { key: string; value: unknown })),
  };
}

/** The kit's own guarded steps. None is kept: a gathering may be done again, and so may a notice, under its own key. */
function guarded(kit: Kit, name: string, toWork: (name: string, input: unknown) => Work): Activity {
  return guard(kit, { name, keeping: 'never', toWork: (input) => toWork(name, input) });
}

/** These activities are short and repeatable: when Redis is away Temporal simply calls them again. */
function reachable(kit: Kit, run: (input: unknown) => Promise<unknown>): Activity {
  return async (input) => {
    const { clock, random } = kit.runs(thisRun());
    const heart = new Heartbeat(Context.current(), clock, HEARTBEAT_MS);
    try {
      return await run(input);
    } catch (error) {
      throw error instanceof RedisFailure ? redisAway('kit', error, random()) : error;
    } finally {
      heart.stop();
    }
  };
}

const thisRun = (): string => runIdOf(Context.current().info);

/** What a run may remember in all (workflows/kit/shapes.ts), twice: two executions of an id may have joined. */
const FACTS_BYTES = 1024 * 1024;

/** Checks the input, refuses another input under an id that has one, and fixes the date of the run. */
async function open(kit: Kit, pipelines: Pipelines, { input, kernel, from, kept }: Opening): Promise<Opened> {
  const workflowType = Context.current().info.workflowType ?? '';
  const data = checkedInput(pipelines, workflowType, input);
  if (from !== undefined) mustBeStep(pipelines, from);
  const run = kit.runs(thisRun());
  const { word, date, remembered } = await run.open(hashOf(data), kept?.date);
  if (word === 'changed') {
    throw nonRetryable(
      'RunInputChanged',
      `The id ${thisRun()} belongs to a run with another input. Use another id, or the same input to join that run.`,
    );
  }
  for (const [key, value] of Object.entries(kept?.remembered ?? {})) await run.remember(key, canonicalJson(value));
  const known = Buffer.byteLength(JSON.stringify(remembered));
  if (known > FACTS_BYTES) {
    throw nonRetryable(
      'TooLarge',
      `The run remembers ${known} bytes, at most ${FACTS_BYTES}: run.once is for small decisions`,
    );
  }
  const facts = Object.entries(remembered).map(([key, text]) => [key, JSON.parse(text) as unknown]);
  return {
    input: data,
    kernel,
    date,
    remembered: Object.fromEntries(facts) as Record<string, unknown>,
    stateTtlMs: kit.stateTtlMs,
    searchAttributes: await pipelines.searchAttributes(),
    notifies: pipelines.notifyUrl !== undefined,
  };
}

function checkedInput({ inputs }: Pipelines, workflowType: string, input: unknown): unknown {
  const schema = Object.hasOwn(inputs, workflowType) ? inputs[workflowType] : undefined;
  const checked = schema ? schema.safeParse(input) : ({ success: true, data: input ?? null } as const);
  if (!checked.success)
    throw nonRetryable('RunInputInvalid', `The input of ${workflowType} is wrong: ${issuesIn(checked.error)}`);
  const bytes = Buffer.byteLength(jsonOf('RunInputInvalid', `The input of ${workflowType}`, checked.data));
  if (bytes <= INLINE_BYTES) return checked.data;
  throw nonRetryable(
    'TooLarge',
    `The input has ${bytes} bytes, at most ${INLINE_BYTES}: upload large input and pass its blob`,
  );
}

function mustBeStep({ steps }: Pipelines, from: string): void {
  if (steps.has(from)) return;
  const like = [...steps.keys()].find((name) => name.endsWith(`.${from}`));
  const known = like === undefined ? `its steps: ${[...steps.keys()].join(', ')}` : `did you mean '${like}'?`;
  throw nonRetryable('StartInvalid', `'from' names no step of this worker: '${from}'; ${known}`);
}

/**
 * The business key of a call before it is made. Throws what the call itself would: `InputInvalid`, `TooLarge`, `StateLost`. A
 * step that this worker does not know is another's to name: tried again.
 */
async function effectKey(kit: Kit, { steps }: Pipelines, { step, input }: EffectKeyRequest): Promise<EffectKey> {
  const definition = steps.get(step);
  if (!definition) throw new Error(`this worker has no step '${step}'; a worker that has it must poll its task queue`);
  if (definition.kind === 'map' || !definition.idempotencyKey) return {};
  const wire = parseWire(step, definition.input, input);
  const key = ownKeyOf(step, definition, await loadFields(kit.runs(thisRun()), step, definition.input, wire));
  return key === undefined ? {} : { key };
}

/** What is no JSON now never will be. */
function jsonOf(type: FailureType, what: string, value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    throw nonRetryable(type, `${what} is no JSON: ${messageOf(error)}`);
  }
}

/**
 * Gives the state of the run its whole life again, and then fails, so that the next attempt comes when a third of that life
 * is over. Thus a run is kept alive by one activity, which ends with it, and costs its history one event: attempts that
 * fail leave none. Renewals are spread over a tenth of the time, so that many runs do not all ask in one instant after a deploy,
 * and none at the very instant at which a wait of whole days ends.
 */
async function keepAlive(kit: Kit): Promise<never> {
  await kit.runs(thisRun()).keepAlive();
  const nextRetryDelayMs = Math.ceil((kit.stateTtlMs / 3) * (1 - 0.1 * Math.random()));
  const [until, nextAt] = [kit.stateTtlMs, nextRetryDelayMs].map((ms) => new Date(Date.now() + ms).toISOString());
  throw again('KeptAlive', `The state of the run lives until ${until}; it is renewed at ${nextAt}.`, {
    nextRetryDelayMs,
  });
}

/** Of a page, as JSON. One effect has at most 4 KB of output and 16 KB of input. */
const PAGE_BYTES = 200 * 1024;

async function kept({ keptEffects, steps }: Pipelines, { execution: runId, page }: KeptRequest): Promise<KeptPage> {
  const declared = [...steps].filter(([, step]) => step.kind === 'step' && keepingOf(step) === 'declared');
  const names = declared.flatMap(([name, step]) => [name, ...formerNames(step)]);
  const present = new Map([...steps].flatMap(([name, step]) => formerNames(step).map((was) => [was, name] as const)));
  const inHistory = await keptEffects({ workflowId: thisRun(), runId }, new Set(names));
  const all = inHistory.map((effect) => ({ ...effect, step: present.get(effect.step) ?? effect.step }));
  let last = 0;
  let bytes = 0;
  const pages = all.map((effect) => {
    const size = Buffer.byteLength(JSON.stringify(effect));
    bytes += size;
    if (bytes > PAGE_BYTES) [last, bytes] = [last + 1, size];
    return last;
  });
  return { effects: all.filter((_, i) => pages[i] === page), more: page < last };
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
  const failed = records.filter((record) => refsIn(record.output).some(({ counts }) => (counts?.failed ?? 0) > 0));
  return [...new Set(failed.map((record) => record.step))];
}

async function remember(kit: Kit, { key, value }: { key: string; value: unknown }): Promise<unknown> {
  const text = jsonOf('NotJson', `What '${key}' is to remember`, value ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes > INLINE_BYTES)
    throw nonRetryable('TooLarge', `What '${key}' is to remember has ${bytes} bytes, at most ${INLINE_BYTES}`);
  return JSON.parse(await kit.runs(thisRun()).remember(key, text)) as unknown;
}
