/** A step without a pipeline: one attempt behind the real guard, on a simulated Redis of its own. */
import { definitionsOf } from '../../activities/kit';
import type { AnyStepSet } from '../../activities/kit';
import { canonicalJson } from '../../redis/canonical';
import type { Fields, Output } from '../../activities/kit/contract';
import type { AnyDefinition } from '../../activities/kit/authoring/define';
import { isFields, isRefField } from '../../activities/kit/authoring/fields';
import { blobOf, putJson, refsIn } from '../../activities/kit/content/refs';
import { Store } from '../../redis';
import type { RunStore } from '../../redis';
import { Network, openSimulation, SimulatedProcess } from '../simulation';
import { Watch } from '../watched';
import { startAttempt } from './activityContext';
import { Clockwork } from './clockwork';
import { MemoryWorker } from './worker';

export interface AloneOptions {
  readonly deps: unknown;
  readonly token?: number;
  readonly signal?: AbortSignal;
  readonly shared?: unknown;
}

type Settled = { readonly output: unknown } | { readonly error: unknown };
type Own = (...given: unknown[]) => Promise<unknown>;

/** Runs the only step of the set once. */
export async function runAlone(set: AnyStepSet, input: unknown, options: AloneOptions): Promise<unknown> {
  const [found] = definitionsOf(set);
  if (!found) throw new Error('impossible: a set of one step has none');
  const [name, definition] = found;
  const world = await openSimulation();
  const process = new SimulatedProcess('worker', world.schedule, 0);
  const network = new Network(world.random, { delayMs: [0, 0] });
  const store = new Store(world.link(process, { network }), { prefix: 'test', namespace: 'memory' });
  const watch = new Watch(new Set([name]));
  const thrown: unknown[] = [];
  const steps = [watch.watched(adapted(set, definition, options, thrown))];
  const worker = new MemoryWorker({ process, network, store, steps, deps: options.deps, inputs: {} });
  const clockwork = new Clockwork(world, watch, () => []);
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = (): void => void (isOver = true);
    work.then(over, over);
    await clockwork.until(() => isOver);
    return work;
  };
  const run = store.run('test');
  const wire = await finish(wireOf(run, definition, input, options.shared));
  const started = startAttempt(attemptOf(name), () => activityOf(worker, name)(wire, { maximumFailures: 1 }));
  const onAbort = (): void => started.cancel('cancelled');
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const settled = await finish(
    started.result.then(
      (output): Settled => ({ output }),
      (error: unknown): Settled => ({ error }),
    ),
  );
  options.signal?.removeEventListener('abort', onAbort);
  // What its author threw says more than what the guard makes of it.
  if ('error' in settled) throw definition.kind === 'step' && thrown.length > 0 ? thrown[0] : settled.error;
  return finish(contentOf(run, shapeOf(definition), unwrapped(settled.output)));
}

function activityOf({ activities }: MemoryWorker, name: string) {
  const activity = activities[name];
  if (!activity) throw new Error(`impossible: the worker does not know ${name}`);
  return activity;
}

const attemptOf = (name: string) => ({
  runId: 'test',
  workflowType: 'test',
  activityType: name,
  activityId: '1',
  number: 1,
  scheduledMs: 1,
  attemptScheduledMs: 1,
  startToCloseMs: 600_000,
  heartbeatMs: 10_000,
  said: undefined,
  onHeartbeat: () => undefined,
});

/** The same step: it has the token that the test wants, and what it throws is seen before the guard sees it. */
function adapted(set: AnyStepSet, definition: AnyDefinition, { token }: AloneOptions, thrown: unknown[]): AnyStepSet {
  const own = definition.run as Own;
  const run: Own = async (...given) => {
    const context = given[definition.kind === 'map' ? 2 : 1] as object;
    if (token !== undefined && 'token' in context) Object.assign(context, { token });
    try {
      return await own(...given);
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  return { ...set, steps: Object.fromEntries(Object.keys(set.steps).map((key) => [key, { ...definition, run }])) };
}

async function wireOf(run: RunStore, definition: AnyDefinition, input: unknown, shared: unknown): Promise<unknown> {
  if (definition.kind === 'step') return fieldsOnWire(run, definition.input, input);
  const items = input as readonly unknown[];
  return {
    items: await refTo(run, items),
    shared: await fieldsOnWire(run, definition.shared, shared ?? {}),
    from: 0,
    to: items.length,
  };
}

async function fieldsOnWire(run: RunStore, fields: Fields, given: unknown): Promise<unknown> {
  if (typeof given !== 'object' || given === null) return given;
  const sent = Object.entries(given).map(async ([name, value]: [string, unknown]): Promise<[string, unknown]> => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, field && isRefField(field) ? await refTo(run, value) : value];
  });
  // As it travels.
  return JSON.parse(JSON.stringify(Object.fromEntries(await Promise.all(sent)))) as unknown;
}

function refTo(run: RunStore, content: unknown): Promise<unknown> {
  const items = Array.isArray(content) ? { items: content.length } : {};
  return putJson(run, { step: 'test', gen: 1, ...items }, Buffer.from(canonicalJson(content)));
}

const shapeOf = (definition: AnyDefinition): Output =>
  definition.kind === 'map' ? { by: 'mapped', schema: definition.output } : definition.output;

/** An effect's answer is marked as one. */
const unwrapped = (output: unknown): unknown =>
  typeof output === 'object' && output !== null && '$effect' in output && 'output' in output ? output.output : output;

async function contentOf(run: RunStore, shape: Output, output: unknown): Promise<unknown> {
  if (isRefField(shape)) return contentBehind(run, output);
  if (!isFields(shape)) return output;
  const read = Object.entries(output as object).map(async ([name, value]: [string, unknown]) => {
    const field = shape[name];
    return [name, field && isRefField(field) ? await contentBehind(run, value) : value];
  });
  return Object.fromEntries(await Promise.all(read)) as unknown;
}

async function contentBehind(run: RunStore, output: unknown): Promise<unknown> {
  const [ref] = refsIn(output);
  const bytes = ref ? await run.getBlob(blobOf(ref)) : 'missing';
  if (typeof bytes === 'string') throw new Error(`impossible: an output that was just stored is ${bytes}`);
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
}
