/** Steps that give nothing. JSON has no `undefined`, so what their records, answers and callers have is `null`. */
import { z } from 'zod';

/** As their authors have written them; a step of an untyped author may be anything. */
interface MayGiveNothing {
  readonly output?: unknown;
  readonly run?: unknown;
}

/**
 * The same definition; where it declares no output, with the output `null`, which `run` gives by returning nothing, and for which
 * it can be skipped: nobody is told anything that would be missing. Returning something is `OutputInvalid`.
 */
export function withOutput<D extends object>(definition: D & MayGiveNothing): D {
  const { output, run } = definition;
  if (output !== undefined || typeof run !== 'function') return definition;
  const own = run as (...given: unknown[]) => unknown;
  const returning = async (...given: unknown[]): Promise<unknown> => (await own.apply(definition, given)) ?? null;
  return { ...definition, output: z.null(), whenSkipped: null, run: returning };
}
