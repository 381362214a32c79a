/** `report FILE`: servers if none are configured, a worker, the run, its files. */
import { join } from 'node:path';
import type { PipelineClient, RunHandle, RunReport } from '../client';
import { writeWhole } from '../client/download';
import { safeName } from '../client/safeName';
import { findStack, startStack } from '../testing/servers/stack';
import type { StackAddresses } from '../testing/servers/stack';
import type { PipelineWorker } from '../worker';
import { correcting, writeProposal } from './corrections';
import { jsonOf } from './border';
import { configFor, connectTo, isConfigured, stackFolder } from './connection';
import { EXIT, Interrupted, Usage } from './exit';
import { conclude, follow } from './follow';
import { installLogs } from './logs';
import type { Output } from './output';
import { reportPackage } from './reportPackage';
import type { ReportResult } from './reportPackage';
import { renderRunPage } from './runPage';
import { readAs, reportOptions, titleOf } from './runs';
import { advice, opener, quoted } from './self';
import { onInterrupt } from './signals';
import { linkOf, webUi } from './webUi';

export interface ReportOptions {
  readonly out?: string;
  readonly id?: string;
  readonly title?: string;
  readonly lang?: string;
  readonly analyser?: string;
  readonly to?: readonly string[];
  readonly column?: readonly string[];
  readonly attribute?: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly memory?: boolean;
  readonly corrections?: string;
  readonly signedOffBy?: string;
  readonly review?: boolean;
  readonly reviewTimeout?: string;
}

/** @returns the exit code. */
export async function report(file: string, options: ReportOptions, output: Output): Promise<number> {
  const pack = reportPackage('A report');
  const input = await pack.readInputFile(file, readAs(options), options.analyser);
  const corrected = await correcting(options);
  output.prose(pack.planText(input.plan));
  try {
    return await withWorker(options.memory === true ? 'memory' : 'report', output, async (client, ui, signal) => {
      const { handle, how } = await pack.startReport(client, input.bytes, {
        ...reportOptions({ ...options, ...titleOf(file, options.title) }),
        ...corrected,
      });
      announce(handle, how, ui, output);
      return finish(handle, options, output, signal);
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    output.failed(error);
    output.say(...resumption(file, options));
    return EXIT.interrupted;
  }
}

type Working = (client: PipelineClient, ui: string | undefined, signal: AbortSignal) => Promise<number>;

/** Everything that was started is stopped, in the order worker, connection, servers. Rejects with Interrupted on Ctrl-C. */
export async function withWorker(kind: 'report' | 'memory', output: Output, act: Working): Promise<number> {
  const interrupt = onInterrupt();
  const stopping = (): void => output.say('Stopping: steps record what is finished. Ctrl-C again ends at once.');
  interrupt.signal.addEventListener('abort', stopping, { once: true });
  const servers = await startServers(kind, output);
  try {
    const config = configFor(servers.stack);
    // Other commands may share the environment of a worker, but not the port of its metrics.
    await installLogs('error');
    const worker = await startWorker(config);
    try {
      const client = await connectTo(config);
      try {
        return await act(client, webUi(config, servers.stack?.uiUrl), interrupt.signal);
      } finally {
        await client.close();
      }
    } finally {
      await worker.stop();
    }
  } finally {
    interrupt.done();
    await servers.stop();
  }
}

/** The command that goes on: with everything that decides the id of the run and where its files go. */
export function resumption(
  file: string,
  { to = [], column = [], attribute = [], memory, review, reviewTimeout, signedOffBy, ...options }: ReportOptions,
): readonly string[] {
  if (memory === true) return ['Interrupted; the servers of --memory kept nothing.'];
  const { id, title, lang, analyser, encoding, delimiter, out, corrections } = options;
  const named = Object.entries({
    id,
    title,
    lang,
    analyser,
    encoding,
    delimiter,
    out,
    corrections,
    'signed-off-by': signedOffBy,
    'review-timeout': reviewTimeout,
  });
  const lists = Object.entries({ column, attribute, to });
  const repeated = lists.flatMap(([name, values]) => values.map((value) => [name, value] as const));
  const given = [...named, ...repeated];
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, quoted(value)]));
  const words = ['report', quoted(file), ...flags, ...(review ? ['--review'] : [])];
  return advice('Interrupted; finished work is kept. Resume with:', words.join(' '));
}

const HINT = 'Ctrl-C stops; the same command goes on where it was';

function announce(handle: RunHandle, how: string, ui: string | undefined, output: Output): void {
  const link = linkOf(ui, handle.id);
  output.event({
    event: 'started',
    id: handle.id,
    at: new Date().toISOString(),
    how,
    ...(link && { ui: link }),
  });
  if (how === 'rebuilt') output.say('the files of this run were kept no longer: they are made again');
  output.say(`run ${handle.id} (${how})`, ...(link === undefined ? [] : [`watch it: ${link}`]));
}

/** Follows it to its end, or to where it waits for a person, and writes what there is to look at. */
export async function finish(
  run: RunHandle,
  options: Pick<ReportOptions, 'out' | 'memory'>,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const handle = run as RunHandle<ReportResult>;
  const end = await follow(handle, output, { signal, hint: HINT });
  const folder = options.out ?? join('out', safeName(handle.id));
  if (end.event === 'paused')
    return conclude(handle, end, await writeProposal(handle, `${folder}-review`, output), output);
  if (end.files.length === 0) return conclude(handle, end, [], output);
  const files = [...(await handle.download(folder)), ...(await writeRun(await handle.inspect(), folder))];
  const { total = 0, ok = 0, failed = 0, skipped = 0 } = end.inputs ?? {};
  output.say(`${end.status}: ${total} inputs, ${ok} used, ${skipped} skipped, ${failed} failed`);
  const { result } = await handle.result();
  const { correctionsNotFound = 0 } = result ?? {};
  if (correctionsNotFound > 0)
    output.say(
      `${correctionsNotFound} lines of the corrections name what is not there; the end of ledger.json says which`,
    );
  if (!output.json) for (const file of [...files, ...(result?.outputs ?? [])]) output.result(file);
  output.say(`Open the report:  ${opener} ${quoted(join(folder, 'report.html'))}`);
  if (options.memory !== true) output.say(...advice('Look at the run:', `inspect ${quoted(handle.id)}`));
  return conclude(handle, end, files, output);
}

/** @returns the paths. */
async function writeRun(run: RunReport, folder: string): Promise<string[]> {
  const [json, page] = [join(folder, 'run.json'), join(folder, 'run.html')];
  await writeWhole(json, `${jsonOf(run, 2)}\n`);
  await writeWhole(page, renderRunPage(run));
  return [json, page];
}

interface Servers {
  readonly stack?: StackAddresses;
  stop(): Promise<void>;
}

/**
 * Configured servers are used as they are, those of a `dev` are joined. Else servers are started: with their files kept,
 * or in memory when asked or while another report uses the kept files.
 */
export async function startServers(kind: 'lasting' | 'report' | 'memory', output: Output): Promise<Servers> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (isConfigured()) return { stop: nothing };
  const living = await findStack();
  if (living?.lasting && kind === 'lasting') throw new Usage('A `dev` already runs in this folder.');
  if (living?.lasting && kind === 'report') return { stack: living, stop: nothing };
  if (living && kind === 'report') output.say('another report runs here: the servers of this one keep nothing on disk');
  const stack = await startStack({
    ui: true,
    lasting: kind === 'lasting',
    searchAttributes: { PipelineStatus: 'Keyword' },
    ...(kind === 'memory' || living ? {} : { dir: stackFolder() }),
  });
  const { temporalAddress, redisUrl, sources } = stack;
  output.say(`Temporal ${temporalAddress} (${sources.temporal}), Redis ${redisUrl} (${sources.redis})`);
  return { stack, stop: () => stack.stop() };
}

/** A worker in this process; `stop` waits until its steps have ended and its connections are closed. */
export async function startWorker(
  config: ReturnType<typeof configFor>,
): Promise<{ worker: PipelineWorker; done: Promise<void>; stop(): Promise<void> }> {
  const worker = await reportPackage('This worker').createReportWorker(config);
  const done = worker.run();
  // Who awaits `done` or `stop` hears of a failure; until then it is not unhandled.
  done.catch(() => undefined);
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await done;
  };
  return { worker, done, stop };
}
