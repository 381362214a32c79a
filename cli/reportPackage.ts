/** `pipeline-worker-report`, a package of its own that may be installed or not. In a checkout both are there. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PipelineClient, ReportFile, InputCounts, RunStarted, StartRequestOptions } from '../client';
import type { PipelineWorker, WorkerConfig } from '../worker';
import { Usage } from './exit';

/** What a report returns, as far as the command line looks at it. */
export interface ReportResult {
  readonly inputs: InputCounts;
  readonly files: readonly ReportFile[];
  readonly outputs?: readonly string[];
  readonly correctionsNotFound?: number;
}

/** How a file is to be read. */
export interface ReadFlags {
  readonly columns?: readonly string[];
  readonly attributes?: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
}

export interface ReportFlags extends ReadFlags, Pick<StartRequestOptions, 'priority' | 'fairnessKey'> {
  readonly id?: string;
  readonly title?: string;
  readonly lang?: string;
  readonly analyser?: string;
  readonly outputs?: readonly string[];
  readonly corrections?: Uint8Array;
  readonly signedOffBy?: string;
  readonly review?: boolean;
  readonly reviewTimeout?: string;
}

/** A line of a corrections file that names what is not in the report. */
export interface CorrectionNotFound {
  readonly line: number;
  readonly of: readonly string[];
  readonly nearest?: string | undefined;
}

/** A file as a report will read it; the package that made it tells it in words. */
export interface InputFile {
  readonly bytes: Uint8Array;
  readonly plan: object;
}

/** What the commands need of it. */
export interface ReportPackage {
  createReportWorker(config: WorkerConfig): Promise<PipelineWorker>;
  startReport(client: PipelineClient, file: Uint8Array, options: ReportFlags): Promise<RunStarted<ReportResult>>;
  /** `-` is standard input. Rejects with InputFault. */
  readInputFile(path: string, as?: ReadFlags, analyser?: string): Promise<InputFile>;
  /** Rejects with InputFault for lines that cannot be followed. */
  readCorrectionsFile(path: string): Promise<Uint8Array>;
  /** Resolves with the lines that name what is not there. Rejects with InputFault, and with NotPossible where nothing waits for it. */
  approveReport(
    client: PipelineClient,
    id: string,
    approval: { readonly by: string; readonly corrections?: Uint8Array },
  ): Promise<readonly CorrectionNotFound[]>;
  /** What is read and what is not, line by line. */
  planText(plan: object): string[];
  /** The file of its workflow, bundled. */
  readonly bundle: string;
}

const NAME = 'pipeline-worker-report';

/** In a checkout (package.json has the name with #); in the project that this is called in; beside this package. */
const places = (): readonly (readonly [from: string, name: string])[] => [
  [__filename, '#report'],
  [join(process.cwd(), 'package.json'), NAME],
  [__filename, NAME],
];

/**
 * @param what cannot be done without it, as the beginning of a sentence.
 * @throws Usage where it is not installed, saying how to.
 */
export function reportPackage(what: string): ReportPackage {
  for (const [from, name] of places()) {
    const require = createRequire(from);
    const path = resolved(require, name);
    if (path !== undefined) return require(path) as ReportPackage;
  }
  throw new Usage(`${what} needs the package ${NAME}, which is not installed here: npm install ${NAME}`);
}

function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
