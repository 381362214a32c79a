import { canonicalJson, sha256 } from './canonical';
import { clientConfig } from './config';
import type { ConnectOptions } from './config';
import { RunHandle } from './handle';
import { openLink } from './link';
import type { Link } from './link';
import { startOrJoin } from './start';
import type { StartRequest, Started } from './start';

export interface RunListed {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

const MAX_LISTED = 100;

/** Rejects with TemporalUnreachable. Redis is reached when first needed. Close it when done. */
export async function connect(options: ConnectOptions = {}): Promise<PipelineClient> {
  return new PipelineClient(await openLink(clientConfig(options)));
}

export class PipelineClient {
  constructor(private readonly link: Link) {}

  get address(): string {
    return this.link.config.address;
  }

  handle(id: string): RunHandle {
    return new RunHandle(this.link, id);
  }

  /** Starts, joins or resumes a run of any pipeline. Rejects with RunInputChanged when the id has another input. */
  async start(type: string, job: unknown, options: Omit<StartRequest, 'type' | 'job'>): Promise<RunStarted> {
    const how = await startOrJoin(this.link, { type, job, ...options });
    return { handle: this.handle(options.id), how };
  }

  /**
   * Uploads a CSV and starts its report. Without an id, the same file and title join the same run.
   * The upload lives as long as other state of the run, and is renewed when a running run is joined.
   */
  async startReport(csv: Uint8Array, { id, ...options }: ReportOptions = {}): Promise<RunStarted> {
    const job = { source: { blob: sha256(csv) }, ...options };
    const runId = id ?? `report-${sha256(canonicalJson(job)).slice(0, 12)}`;
    const prepare = (): Promise<void> => this.upload(runId, csv);
    const started = await this.start('reportPipeline', job, {
      id: runId,
      prepare,
      summary: options.title ?? 'Consultation report',
      memo: { input: `${csv.byteLength} bytes, sha256 ${job.source.blob}` },
    });
    if (started.how === 'attached') await prepare();
    return started;
  }

  /** Puts an input file where the run's steps look for it; also after it expired (SourceLost). */
  async upload(id: string, csv: Uint8Array): Promise<void> {
    await (await this.link.store()).run(id).putBlob(csv);
  }

  /** The newest runs of this task queue, at most 100. */
  async list(): Promise<RunListed[]> {
    const query = `TaskQueue = '${this.link.config.taskQueue}'`;
    return this.link.reach('', async () => {
      const runs: RunListed[] = [];
      for await (const { workflowId, type, status, startTime, closeTime } of this.link.temporal.workflow.list({
        query,
      })) {
        const ended = closeTime ? { endedAt: closeTime.toISOString() } : {};
        runs.push({
          id: workflowId,
          type,
          status: status.name.toLowerCase(),
          startedAt: startTime.toISOString(),
          ...ended,
        });
        if (runs.length === MAX_LISTED) break;
      }
      return runs;
    });
  }

  close(): Promise<void> {
    return this.link.close();
  }
}

export interface ReportOptions {
  readonly id?: string;
  readonly title?: string;
  readonly analyser?: 'builtin';
}

export interface RunStarted {
  readonly handle: RunHandle;
  readonly how: Started;
}
