/** A report from a program: the file is uploaded, and the run of it started or joined. */
import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import type { ReportInput } from '../activities/report/reportInput';
import { parseCorrections, textOfCorrections } from '../activities/report/corrections/parse';
import type { PipelineClient, RunStarted, StartRequestOptions } from '../client';
import type { reportPipeline, ReportSummary } from '../workflows/report';

export { approveReport } from './approve';

export interface ReportOptions extends Pick<StartRequestOptions, 'priority' | 'fairnessKey'> {
  /** Default: made of the file and these options. */
  readonly id?: string;
  /** At most 200 characters. */
  readonly title?: string;
  /** In which the page speaks; without it the language of most comments, if the page knows it, else English. */
  readonly lang?: 'en' | 'de' | 'fr' | 'es' | 'ja';
  /** One of `ANALYSERS`; `builtin` without it. */
  readonly analyser?: string;
  /** The columns with comments, by name or by place from 1, where more than one could be meant: each is a question of its own. */
  readonly columns?: readonly string[];
  /** The columns that say of those who wrote what they are (age, district), by name or by place from 1. At most 3. */
  readonly attributes?: readonly string[];
  /** A name of the Encoding Standard (`windows-1252`), where the one that is found is wrong. */
  readonly encoding?: string;
  /** One character, or `tab`, where the one that is found is wrong. */
  readonly delimiter?: string;
  /** Where its files are written to as well: `s3://bucket/folder`, or folders below `PIPELINE_OUTPUT_DIR` of the worker. At most 10. */
  readonly outputs?: readonly string[];
  /** The content of a corrections file (docs/corrections.md). */
  readonly corrections?: Uint8Array;
  /** Whose corrections they are: needed with them. At most 120 characters. */
  readonly signedOffBy?: string;
  /** The run waits with a proposal until a person approves it: `approveReport`. */
  readonly review?: boolean;
  /** How long it waits for that: 1 minute to 365 days, in whole numbers. Default: 30 days. */
  readonly reviewTimeout?: ReportInput['reviewTimeout'];
}

const stringify = configure({ strict: true, deterministic: true });
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * Uploads a table of comments (CSV, Excel workbook, JSON) and starts its report. Without an id, the same file and options join the same run.
 * The upload lives as long as other state of the run, and is renewed when a running run is joined.
 * Rejects as `client.start` does; with InputFault for corrections with a wrong line, naming it; with BlobTooLarge above 128 MiB; with RedisUnreachable: repeat it.
 * What is wrong with the content of the file is said by the run, which fails with `RunInputInvalid`.
 */
export async function startReport(
  client: PipelineClient,
  file: Uint8Array,
  { id, priority, fairnessKey, corrections, ...options }: ReportOptions = {},
): Promise<RunStarted<ReportSummary>> {
  if (corrections) parseCorrections(textOfCorrections(corrections));
  const given = corrections && { corrections: { blob: sha256(corrections) } };
  const input = { source: { blob: sha256(file) }, ...options, ...given };
  const runId = id ?? `report-${sha256(stringify(input)).slice(0, 12)}`;
  const prepare = async (): Promise<void> => {
    await client.upload(runId, file);
    if (corrections) await client.upload(runId, corrections);
  };
  const started = await client.start<typeof reportPipeline>('reportPipeline', input, {
    id: runId,
    prepare,
    ...(priority !== undefined && { priority }),
    ...(fairnessKey !== undefined && { fairnessKey }),
    summary: options.title ?? 'Consultation report',
    memo: { file: `${file.byteLength} bytes, sha256 ${input.source.blob}` },
  });
  if (started.how === 'attached') await prepare();
  return started;
}
