/** What the package `pipeline-worker-report` exports: the report as a pipeline of the kit, and what its command needs. */
import { join } from 'node:path';
import { BUNDLE } from '../worker/reportBundle';

export { InputFault } from '../activities/report/input';
export { ANALYSERS } from '../activities/report/analysers';
export { outputsOf, reportSteps, sourcesOf } from '../activities/report';
export { builtinAnalyser } from '../activities/report/builtin';
export { openAnalysers } from '../activities/report/openAnalysers';
export { planText, readInputFile } from '../cli/inputFile';
export type { InputPlan } from '../cli/inputFile';
export { createReportWorker } from '../worker/report';
export { reportPipeline } from '../workflows/report';
export type { ReportSummary } from '../workflows/report';
export { readCorrectionsFile } from './correctionsFile';
export { approveReport, startReport } from './start';
export type { ReportOptions } from './start';

/** The file of the workflow bundled, as a worker runs it: for `replay`. */
export const bundle = join(__dirname, '..', 'worker', BUNDLE);
