/**
 * The analysers of this package: this table is the one place where another one is added. The schema of the input, the client,
 * the command line, the worker and the identity of steps read it. Workflows and clients load it too, so it loads no analyser.
 */
export interface AnalyserEntry {
  /** Raise it when the analyser would give another result for the same input: what older versions made does not count then. */
  readonly version: number;
  /** For people: what it does, and what it needs. */
  readonly says: string;
  /** Exports `analyserModule`; as `activities/report/openAnalysers.ts` would require it. */
  readonly module: string;
}

export const ANALYSERS: Readonly<Record<string, AnalyserEntry>> = {
  builtin: {
    version: 1,
    says: 'offline, in sixteen languages; fetches its encoder once (32 MB)',
    module: './builtin',
  },
};

export const DEFAULT_ANALYSER = 'builtin';
