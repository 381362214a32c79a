/** Commands about runs: start, watch, look, steer. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { troubleText } from '../client';
import type { PipelineClient, RunHandle, RunOutcome, RunReport, RunStarted } from '../client';
import { writeWhole } from '../client/download';
import { correcting } from './corrections';
import { colorsFor } from './colors';
import { isConfigured, withClient } from './connection';
import { EXIT, Interrupted, Usage } from './exit';
import { conclude, follow } from './follow';
import { parsedOrFile } from './json';
import { findStack } from '../testing/servers/stack';
import type { Output } from './output';
import { reportPackage } from './reportPackage';
import type { ReadFlags, ReportFlags } from './reportPackage';
import { renderRunPage } from './runPage';
import { advice, quoted } from './self';
import { turnOf } from './schedule';
import type { TurnFlags } from './schedule';
import { onInterrupt } from './signals';
import { linkOf } from './webUi';

export interface StartFlags extends TurnFlags {
  readonly id?: string;
  readonly title?: string;
  readonly lang?: string;
  readonly analyser?: string;
  readonly to?: readonly string[];
  readonly column?: readonly string[];
  readonly attribute?: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly corrections?: string;
  readonly signedOffBy?: string;
  readonly review?: boolean;
  readonly reviewTimeout?: string;
  readonly input?: string;
}

/** `start` returns at once, `run` waits. A file is a report, everything else names a pipeline. */
export async function start(what: string, flags: StartFlags, wait: boolean, output: Output): Promise<number> {
  const isFile = flags.input === undefined && (what === '-' || existsSync(what) || what.endsWith('.csv'));
  const launch = isFile ? await reportOf(what, flags) : await pipelineOf(what, flags);
  return withClient({ for: 'steer' }, async (client, uiUrl) => {
    const { handle, how } = await launch(client);
    const link = linkOf(uiUrl, handle.id);
    const at = new Date().toISOString();
    output.event({ event: 'started', id: handle.id, at, how, ...(link && { ui: link }) });
    output.say(`run ${handle.id} (${how})`, ...(link === undefined ? [] : [`watch it: ${link}`]));
    // Of `run`, stdout is what the pipeline returned.
    if (!output.json && !wait) output.result(handle.id);
    return wait ? followed(handle, output) : EXIT.ok;
  });
}

type Launch = (client: PipelineClient) => Promise<RunStarted>;

async function reportOf(file: string, flags: StartFlags): Promise<Launch> {
  const report = reportPackage(`A report of ${file}`);
  const { bytes } = await report.readInputFile(file, readAs(flags), flags.analyser);
  const options = { ...reportOptions({ ...flags, ...titleOf(file, flags.title) }), ...(await correcting(flags)) };
  return (client) => report.startReport(client, bytes, options);
}

/** How a file is to be read, as the flags say. */
export const readAs = ({ column, attribute, encoding, delimiter }: StartFlags): ReadFlags => ({
  ...(column && { columns: column }),
  ...(attribute && { attributes: attribute }),
  ...(encoding && { encoding }),
  ...(delimiter && { delimiter: delimiter === '\\t' ? 'tab' : delimiter }),
});

/** What was given, else the name of the file, made readable; standard input has none. */
export function titleOf(file: string, given: string | undefined): { title?: string } {
  if (given !== undefined) return { title: given };
  const words = basename(file)
    .replace(/(?<=.)\.\w{1,5}$/u, '')
    .replace(/[_\s]+|(?<=\p{L})-(?=[\p{L}\p{N}])|(?<=\p{N})-(?=\p{L})/gu, ' ')
    .trim()
    .slice(0, 200);
  if (file === '-' || !/\p{L}/u.test(words)) return {};
  return { title: words.replace(/^\p{Ll}/u, (first) => first.toUpperCase()).replace(/[\ud800-\udbff]$/, '') };
}

/** What the flags of a report say to the client. */
export const reportOptions = ({ id, title, lang, analyser, to, ...flags }: StartFlags): ReportFlags => ({
  ...readAs(flags),
  ...(id && { id }),
  ...(title && { title }),
  ...(lang && { lang }),
  ...(analyser && { analyser }),
  ...(to && { outputs: to }),
  ...turnOf(flags),
});

async function pipelineOf(type: string, flags: StartFlags): Promise<Launch> {
  const {
    id,
    input,
    title,
    lang,
    analyser,
    to,
    column,
    attribute,
    encoding,
    delimiter,
    corrections,
    review,
    reviewTimeout,
  } = flags;
  if (input === undefined) throw new Usage(`The pipeline ${type} needs its input: --input JSON or --input @FILE`);
  const given = {
    '--title': title,
    '--lang': lang,
    '--analyser': analyser,
    '--to': to,
    '--column': column,
    '--attribute': attribute,
    '--encoding': encoding,
    '--delimiter': delimiter,
    '--corrections': corrections,
    '--review': review,
    '--review-timeout': reviewTimeout,
  };
  const ofReports = Object.entries(given).flatMap(([flag, value]) => (value ? [flag] : []));
  if (ofReports.length > 0)
    throw new Usage(`${ofReports.join(', ')}: of reports only. What ${type} is to know stands in its --input.`);
  if (id === undefined) throw new Usage(`A run of ${type} needs an id that means something to you: --id ID`);
  const value = await parsedOrFile(input, '--input');
  return (client) => client.start(type, value, { id, ...turnOf(flags) });
}

async function followed(handle: RunHandle, output: Output): Promise<number> {
  const interrupt = onInterrupt();
  try {
    const end = await follow(handle, output, {
      signal: interrupt.signal,
      hint: 'Ctrl-C stops watching; the run goes on',
    });
    if (end.event === 'finished' && !output.json) printResult(handle.id, await handle.result(), output);
    return conclude(handle, end, [], output);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    output.failed(error);
    output.say(...advice('No longer watching; the run goes on. Watch again:', `watch ${quoted(handle.id)}`));
    return EXIT.interrupted;
  } finally {
    interrupt.done();
  }
}

/** People at a terminal are told how to get the files; everybody else gets the result as it is. */
function printResult(id: string, { result, files }: RunOutcome, output: Output): void {
  if (files.length > 0 && process.stdout.isTTY) {
    const names = files.map(({ name, bytes }) => `${name} (${Math.ceil(bytes / 1024)} KB)`);
    output.say(...advice(`Files: ${names.join(', ')}. Get them:`, `result ${quoted(id)} --out DIR`));
  } else if (result !== undefined) output.document(result, 2);
}

export const watch = (id: string, output: Output): Promise<number> =>
  withClient({ for: 'steer' }, (client) => followed(client.handle(id), output));

/** Waits for the end of the run, then writes or prints what came out. */
export const result = (id: string, out: string | undefined, output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const handle = client.handle(id);
    if (!isConfigured() && !(await findStack())?.lasting && (await handle.isRunning())) {
      throw new Usage(
        `The run ${id} has not ended and nothing works on it. Start \`dev\` in another terminal, and it goes on.`,
      );
    }
    const outcome = await handle.result();
    if (outcome.error !== undefined) output.say(`${outcome.status}: ${outcome.error}`);
    const files = out === undefined ? [] : await handle.download(out);
    if (out === undefined && !output.json) printResult(id, outcome, output);
    if (!output.json) for (const file of files) output.result(file);
    const end = { event: 'finished' as const, id, at: new Date().toISOString(), ...outcome };
    return conclude(handle, end, files, output);
  });

export const list = (output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const runs = await client.list();
    if (output.json) output.document({ v: 1, runs });
    else {
      const width = Math.max(3, ...runs.map((run) => run.id.length));
      for (const { id, status, startedAt, type, trouble } of runs) {
        output.result(`${id.padEnd(width)}  ${status.padEnd(10)}  ${startedAt.slice(0, 19)}  ${type}`);
        if (trouble) output.result(`    ${troubleText(trouble)}`);
      }
      if (runs.length === 0) output.say('no runs');
    }
    return EXIT.ok;
  });

/** @param page where to write the page of the run. */
export const inspect = (id: string, page: string | undefined, output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const found = await client.handle(id).inspect();
    if (page !== undefined) await writeWhole(page, renderRunPage(found));
    if (output.json) output.document(found, 2);
    else output.result(...(page === undefined ? table(found) : [page]));
    return EXIT.ok;
  });

function table(report: RunReport): string[] {
  const { id, status, inputs, steps, redisBytes, history, workers, trouble } = report;
  const counts = inputs ? `  ${inputs.ok}/${inputs.total} inputs` : '';
  const turn = Object.entries(turnOf(report)).map(([what, value]) => `  ${what} ${value}`);
  const head = `${colorsFor(process.stdout).bold(id)}  ${status}${counts}  ${history.events} events  ${Math.ceil(redisBytes / 1024)} KB in Redis${turn.join('')}`;
  const rows = steps.map((step) => {
    const items = step.items ? `${step.items.done}/${step.items.total}` : '';
    const size = `${Math.ceil(step.bytes / 1024)} KB`;
    return `  ${step.name.padEnd(26)} ${step.status.padEnd(9)} ${items.padStart(11)} ${`${step.durationMs} ms`.padStart(10)} ${size.padStart(9)}`;
  });
  const { loopP999Ms, loopMaxMs, peakRssMb, lateRenewals, takeovers } = workers;
  const loop = `main thread p99.9 ${loopP999Ms} ms, max ${loopMaxMs} ms; peak memory ${peakRssMb} MB`;
  const wrong = trouble ? [`  ${troubleText(trouble)}`] : [];
  return [head, ...wrong, ...rows, `  workers: ${loop}; late renewals ${lateRenewals}; takeovers ${takeovers}`];
}
