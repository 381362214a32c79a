/** A whole installation that may be hurt anywhere: servers, two supervised workers, a world outside, and a look at all of it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { connect } from '../../client';
import type { PipelineClient, RunHandle, RunProgress } from '../../client';
import { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { startServers } from '../product/servers/servers';
import type { Servers } from '../product/servers/servers';
import { buildBesideTheBuild } from '../support/besideTheBuild';
import { Books } from './books';
import { Fleet } from './fleet';
import { Outside } from './outside';
import { connectionTo } from '../support/temporal';

const TASK_QUEUE = 'chaos';

export interface TownOptions {
  readonly graceMs: number;
}

export interface Left {
  readonly files: string[];
  readonly ports: string[];
}

export class Town {
  private closing: Promise<Left> | undefined;

  private constructor(
    readonly servers: Servers,
    readonly outside: Outside,
    readonly fleet: Fleet,
    readonly client: PipelineClient,
    readonly books: Books,
    private readonly folder: string,
  ) {}

  static async opened({ graceMs }: TownOptions): Promise<Town> {
    const folder = mkdtempSync(join(tmpdir(), 'pipeline-chaos-'));
    // The history of a run then tells every status that it had, also those that nobody saw.
    const servers = await startServers({ aof: true, searchAttributes: { PipelineStatus: 'Keyword' } });
    const outside = await Outside.opened();
    const target = buildBesideTheBuild('chaos', ['steps', 'workflows', 'worker']);
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(target, 'workflows.js'),
      logger: new DefaultLogger('ERROR'),
    });
    const temp = mkdtempSync(join(folder, 'temp-'));
    writeFileSync(join(folder, 'bundle.js'), code);
    const env = {
      ...process.env,
      TMPDIR: temp,
      TEMPORAL_ADDRESS: servers.temporal.host,
      REDIS_URL: servers.redisUrl,
      PIPELINE_TASK_QUEUE: TASK_QUEUE,
      PIPELINE_SHUTDOWN_GRACE_SECONDS: String(graceMs / 1000),
      TEST_BUNDLE: join(folder, 'bundle.js'),
      TEST_OUTSIDE: outside.url,
    };
    const fleet = new Fleet(join(target, 'worker.js'), env, 2);
    const client = await connect({
      temporal: { connectionOptions: { address: servers.temporal.host }, namespace: 'default' },
      redisUrl: servers.redisUrl,
      taskQueue: TASK_QUEUE,
    });
    const books = new Books(servers.redisUrl, outside.payments);
    return new Town(servers, outside, fleet, client, books, folder);
  }

  async start(type: string, id: string, input: unknown): Promise<RunHandle> {
    for (;;) {
      try {
        return (await this.client.start(type, input, { id })).handle;
      } catch (error) {
        if (!isAway(error)) throw error;
        await pause(200);
      }
    }
  }

  /** What the run says; undefined while nobody answers. */
  async progress(id: string): Promise<RunProgress | undefined> {
    try {
      return await this.client.handle(id).progress();
    } catch (error) {
      if (!isAway(error)) throw error;
      return undefined;
    }
  }

  /** Every status that the run had, in order, from its history. */
  async statuses(id: string): Promise<string[]> {
    const connection = await connectionTo(this.servers.temporal.host);
    const { events } = await new Client({ connection }).workflow.getHandle(id).fetchHistory();
    await connection.close();
    return (events ?? []).flatMap((event) => {
      const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
      const status = fields?.['PipelineStatus'];
      return status ? [defaultPayloadConverter.fromPayload<string>(status)] : [];
    });
  }

  /** Ends everything. Rejects when a process is left. @returns what else is left: files, ports that still answer. */
  close(): Promise<Left> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<Left> {
    const hosts = [this.servers.temporal.host, new URL(this.servers.redisUrl).host, new URL(this.outside.url).host];
    this.books.close();
    const ended = await Promise.allSettled([this.fleet.close(), this.client.close()]);
    await this.outside.close();
    await this.servers.stop();
    const [temp = ''] = readdirSync(this.folder).filter((name) => name.startsWith('temp-'));
    const files = readdirSync(join(this.folder, temp));
    rmSync(this.folder, { recursive: true });
    for (const result of ended) if (result.status === 'rejected') throw result.reason;
    const answers = await Promise.all(hosts.map(answersAt));
    return { files, ports: hosts.filter((_, i) => answers[i]) };
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof Error && ['TemporalUnreachable', 'RunNotFound', 'NotPossible'].includes(error.name);

function answersAt(host: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${host}`);
  return new Promise((resolve) => {
    const socket = connectTo(Number(port), hostname);
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
