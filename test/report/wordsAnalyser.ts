/** A second analyser, as somebody would add one: near is what shares words. It says what it is asked. */
import type { Analyser } from '../../activities/report/analyser';
import type { AnalyserModule } from '../../activities/report/openAnalysers';
import { analyserOfWords } from '../activities/report/builtin/wordVectors';

/** What each analyser was asked to do, by name. */
export const asked: string[] = [];

/** It says under this name what it is asked; `load` asks anew each time, as it reads the outside. */
export function telling(name: string, analyser: Analyser): Analyser {
  const told = <A extends unknown[], R>(what: string, act: (...given: A) => R) => {
    return (...given: A): R => {
      asked.push(`${name}: ${what}`);
      return act(...given);
    };
  };
  return {
    ...analyser,
    name,
    embed: told('embed', analyser.embed),
    cluster: told('cluster', analyser.cluster),
    claims: told('claims', analyser.claims),
    sortAndDeduplicate: told('sort', analyser.sortAndDeduplicate),
    summarise: told('summarise', analyser.summarise),
    cruxes: told('cruxes', analyser.cruxes),
  };
}

export const analyserModule: AnalyserModule = {
  open: () => telling('words', analyserOfWords()),
  look: (comments) => ({ used: comments, setAside: [], languages: [{ language: 'words', count: 1 }], seconds: 1 }),
};
