/** A report from a program: the file is uploaded, and the run of it started or joined. */
import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';
import type { PipelineClient, RunStarted, StartRequestOptions } from '../client';
import type { reportPipeline, ReportSummary } from '../workflows/report';

export interface ReportOptions extends Pick<StartRequestOptions, 'priority' | 'fairnessKey'> {
  /** Default: made of the file and these options. */
  readonly id?: string;
  /** At most 200 characters. */
  readonly title?: string;
  readonly analyser?: 'builtin';
  /** Where its files are written to as well: `s3://bucket/folder`, or folders below `PIPELINE_OUTPUT_DIR` of the worker. At most 10. */
  readonly outputs?: readonly string[];
}

const stringify = configure({ strict: true, deterministic: true });
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * Uploads a CSV and starts its report. Without an id, the same file, title and outputs join the same run.
 * The upload lives as long as other state of the run, and is renewed when a running run is joined.
 * Rejects as `client.start` does; with BlobTooLarge above 64 MiB; with RedisUnreachable: repeat it.
 * What is wrong with the content of the file is said by the run, which fails with `RunInputInvalid`.
 */
export async function startReport(
  client: PipelineClient,
  csv: Uint8Array,
  { id, priority, fairnessKey, ...options }: ReportOptions = {},
): Promise<RunStarted<ReportSummary>> {
  const input = { source: { blob: sha256(csv) }, ...options };
  const runId = id ?? `report-${sha256(stringify(input)).slice(0, 12)}`;
  const prepare = (): Promise<void> => client.upload(runId, csv);
  const started = await client.start<typeof reportPipeline>('reportPipeline', input, {
    id: runId,
    prepare,
    ...(priority !== undefined && { priority }),
    ...(fairnessKey !== undefined && { fairnessKey }),
    summary: options.title ?? 'Consultation report',
    memo: { file: `${csv.byteLength} bytes, sha256 ${input.source.blob}` },
  });
  if (started.how === 'attached') await prepare();
  return started;
}
