import type { Analyser } from '../analyser';
import type { AnalyserModule } from '../openAnalysers';
import { analyserOn } from './analyserOn';
import { look } from './look';
import { threadRunner, type ThreadOptions } from './pool';

/**
 * The built-in analyser: offline, in sixteen languages, deterministic, extractive. Its work runs in threads, so that the caller's
 * event loop stays free; needs the built JavaScript (`dist/`), because a thread cannot load TypeScript.
 */
export function builtinAnalyser(options: ThreadOptions = {}): Analyser {
  return analyserOn(threadRunner(options));
}

export const analyserModule: AnalyserModule = { open: () => builtinAnalyser(), look };
