import { ANALYSERS, DEFAULT_ANALYSER } from './analysers';
import type { Analyser, Analysers, Look } from './analyser';
import type { Comment } from './model';

/** What the module of an analyser exports, as `analyserModule`. */
export interface AnalyserModule {
  /** For a worker. */
  open(): Analyser;
  /** What it would make of these comments: for `plan`, in the process of the command line. Throws InputFault as `read` rejects. */
  look(comments: readonly Comment[]): Look;
}

/** Loads the module of an analyser, which nothing that only needs its name does. @throws RangeError for one that is not in the table. */
export function moduleOf(name = DEFAULT_ANALYSER): AnalyserModule {
  const entry = ANALYSERS[name];
  if (entry === undefined) throw new RangeError(`there is no analyser ${name}: ${Object.keys(ANALYSERS).join(', ')}`);
  return (require(entry.module) as { readonly analyserModule: AnalyserModule }).analyserModule;
}

/** All of them, for the deps of a worker. Close each at its end. */
export function openAnalysers(): Analysers {
  return Object.fromEntries(Object.keys(ANALYSERS).map((name) => [name, moduleOf(name).open()]));
}
