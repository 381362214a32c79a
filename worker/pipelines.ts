/** The pipelines that a worker has, as their file exports them. */
import type { z } from 'zod';
import { DefinitionInvalid } from '../activities/kit';
import type { AnyStepSet } from '../activities/kit';
import { pathOf } from './bundle';
import { stepSetOf } from '../workflows/kit/steps';

export interface LoadedPipelines {
  /** The file, for the bundler. */
  readonly path: string;
  /** Workflow types: of pipelines, and of workflows of Temporal's own that the file exports beside them. */
  readonly names: readonly string[];
  /** By name, as they are exported. */
  readonly workflows: Readonly<Record<string, (input: never) => Promise<unknown>>>;
  /** Schemas of their inputs, by workflow type. */
  readonly inputs: Readonly<Record<string, z.ZodType>>;
}

interface AnyPipeline {
  readonly name: string;
  readonly input: z.ZodType;
  readonly steps: Readonly<Record<string, object>>;
}

/**
 * Loads the file, CommonJS or ES module, and holds it against the step sets of the worker.
 * @throws DefinitionInvalid when it does not load, exports a pipeline under another name, or uses steps that are not there.
 */
export function loadPipelines(file: string | URL, sets: readonly AnyStepSet[]): LoadedPipelines {
  const path = pathOf(file);
  const exported = Object.entries(load(path)).filter(([, value]) => typeof value === 'function');
  const workflows = exported.filter(([name]) => name !== 'default');
  const pipelines = exported.flatMap(([name, value]) => (isPipeline(value) ? [{ name, pipeline: value }] : []));
  const faults = pipelines.flatMap(({ name, pipeline }) => [
    ...(name === pipeline.name
      ? []
      : [`${path} exports the pipeline '${pipeline.name}' as '${name}': give both the same name`]),
    ...stepFaults(pipeline, sets),
  ]);
  if (exported.length === 0) faults.push(`${path} exports no pipeline`);
  if (faults.length > 0) throw new DefinitionInvalid(faults);
  return {
    path,
    names: workflows.map(([name]) => name),
    workflows: Object.fromEntries(workflows) as LoadedPipelines['workflows'],
    inputs: Object.fromEntries(pipelines.map(({ name, pipeline }) => [name, pipeline.input])),
  };
}

/** `require` loads both kinds of modules (Node 20.19), but for one that awaits at its top: no workflow code may do that. */
function load(path: string): object {
  try {
    return require(path) as object;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DefinitionInvalid([`the pipelines of ${path} cannot be loaded: ${why}`], { cause: error });
  }
}

/** What `definePipeline` makes. */
function isPipeline(value: unknown): value is AnyPipeline {
  return typeof value === 'function' && 'input' in value && 'steps' in value;
}

/** What a pipeline says of its steps before it runs: which sets, and which of their steps it has options for. */
function stepFaults({ name, steps }: AnyPipeline, sets: readonly AnyStepSet[]): string[] {
  return Object.values(steps).flatMap((calls) => {
    const used = stepSetOf(calls);
    if (used === undefined) return [`${name} has steps that are none: make them with steps('…')`];
    const set = sets.find(({ namespace }) => namespace === used.namespace);
    if (!set) return [`${name} uses the step set '${used.namespace}': give it to the worker too (steps: […])`];
    const missing = used.steps.filter((step) => !Object.hasOwn(set.steps, step));
    return missing.map((step) => `${name} has options for ${used.namespace}.${step}, which is no step of that set`);
  });
}
