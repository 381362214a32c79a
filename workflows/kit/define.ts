/** A pipeline as one thing: its name, the schema of its input, its steps and its body. */
import type { z } from 'zod';
import type { JsonSchema } from '../../activities/kit/contract';
import { live } from './law';
import type { Defaults } from './law';
import type { StartOptions } from './messages';
import type { Run } from './run';
import { standIn } from './standIn';
import { temporal } from './temporal';

export interface Definition<Input extends JsonSchema, Sets extends StepSets, State> extends Defaults {
  /**
   * What a run is given. Applied once, by a worker, when the run opens (never in workflow code, where a stricter schema of a
   * later release would break runs that began before it).
   */
  readonly input: Input;
  /** Step sets of the pipeline, each made with `steps`. */
  readonly steps?: Sets;
  /**
   * Runs once in a workflow execution, before the run opens: the place for signals, queries and updates of one's own
   * (`setHandler`). What it returns the body gets, as often as that runs; it is never made anew.
   */
  readonly setup?: () => State;
}

export type StepSets = Readonly<Record<string, object>>;

/**
 * A workflow function of Temporal that also says what it is. Given to `createWorker` by the file that exports it, and to
 * `client.start` itself, or by its type and name.
 */
export interface Pipeline<Name extends string, Input extends JsonSchema, Result, Sets extends StepSets = StepSets> {
  (input: z.input<Input>, start?: StartOptions): Promise<Result>;
  /** The workflow type. */
  readonly name: Name;
  readonly input: Input;
  readonly steps: Sets;
}

/**
 * Makes the workflow function of a pipeline. Export it under its name: `export const order = definePipeline('order', …)`.
 *
 * `body` is the run, written as if nothing ever failed; it may run more than once, so everything in it that is not a step
 * goes through `run`. It gets the checked input as `run.input`, defaults applied, and the steps by the names of
 * `definition.steps`. What it returns (JSON) is the result of the run.
 */
export function definePipeline<
  const Name extends string,
  Input extends JsonSchema,
  Result,
  Sets extends StepSets = Record<never, never>,
  State = undefined,
>(
  name: Name,
  definition: Definition<Input, Sets, State>,
  body: (run: Run<z.output<Input>>, steps: Sets, state: State) => Promise<Result>,
): Pipeline<Name, Input, Result, Sets> {
  const { input, steps = {} as Sets, setup = () => undefined as State, ...defaults } = definition;
  const pipeline = (given: z.input<Input>, start?: StartOptions): Promise<Result> => {
    const state = setup();
    return live(
      standIn.getStore() ?? temporal,
      given,
      (run: Run<z.output<Input>>) => body(run, steps, state),
      start,
      defaults,
    );
  };
  Object.defineProperty(pipeline, 'name', { value: name });
  return Object.assign(pipeline as typeof pipeline & { readonly name: Name }, { input, steps });
}
