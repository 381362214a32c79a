/** `replay`: would this build go on with a run where another build, or this one, left it? */
import { resolve } from 'node:path';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import { clientConfig } from '../client/config';
import { openLink } from '../client/link';
import { bundlePipelines } from '../worker/bundle';
import { withServers } from './connection';
import { divergenceOf } from './divergence';
import type { Divergence, History } from './divergence';
import { EXIT, Usage } from './exit';
import { historyOf, messageOf, only, readHistory, runningOf, typeOf } from './histories';
import type { Recorded } from './histories';
import { installLogs } from './logs';
import type { Output } from './output';
import { reportPackage } from './reportPackage';

export interface ReplayFlags {
  readonly file?: string;
  readonly running?: boolean;
  readonly workflows?: string;
}

/** @returns 1 when one of the runs would not go on. No run is changed. */
export async function replay(id: string | undefined, flags: ReplayFlags, output: Output): Promise<number> {
  const { file, running = false, workflows } = flags;
  if ([id !== undefined, file !== undefined, running].filter(Boolean).length !== 1)
    throw new Usage('Say what to replay: the ID of a run, --file HISTORY.json, or --running for all that run now.');
  // It says itself what went wrong, in one line.
  await installLogs('silent');
  const code = workflows === undefined ? ownCode() : await codeAt(workflows);
  if (file !== undefined) return judge(code, only(await readHistory(file)), output);
  return withServers({ for: 'read' }, async (config) => {
    const link = await openLink(clientConfig(config));
    try {
      return await judge(code, id === undefined ? runningOf(link) : only(await historyOf(link, id)), output);
    } finally {
      await link.close();
    }
  });
}

async function judge(code: ReplayWorkerOptions, runs: AsyncIterable<Recorded>, output: Output): Promise<number> {
  let exit: number = EXIT.ok;
  let count = 0;
  for await (const { id, history } of runs) {
    count += 1;
    const divergence = await divergenceOf(code, history);
    if (divergence) exit = EXIT.failed;
    tell(id, history, divergence, output);
  }
  if (count === 0) output.say('no run is running');
  return exit;
}

function tell(id: string, history: History, divergence: Divergence | undefined, output: Output): void {
  const type = typeOf(history) ?? '';
  const events = history.events?.length ?? 0;
  const status = divergence ? (divergence.event === undefined ? 'failed' : 'diverged') : 'ok';
  const at = new Date().toISOString();
  output.event({ event: 'replayed', id, at, type, events, status, ...(divergence && { divergence }) });
  const words = divergence ? `: ${lineOf(divergence)}` : `: the code agrees with all ${events} events`;
  if (!output.json) output.result(`${status}: ${id} (${type})${words}`);
}

const PATCH = 'Keep the old way behind patched() of @temporalio/workflow, or let workers of the old build end the run.';

function lineOf({ eventId, event, why }: Divergence): string {
  if (event === undefined) return `${why}. Workflows that are not of this build are named by --workflows PATH.`;
  return `${eventId === undefined ? 'at' : `at event ${eventId},`} ${event}: ${why}. ${PATCH}`;
}

const ownCode = (): ReplayWorkerOptions => ({
  workflowBundle: { codePath: reportPackage('A replay without --workflows').bundle },
});

async function codeAt(path: string): Promise<ReplayWorkerOptions> {
  const pipelines = located(path);
  try {
    return { workflowBundle: await bundlePipelines(pipelines) };
  } catch (error) {
    throw new Usage(`The workflows at ${path} cannot be bundled: ${messageOf(error)}`);
  }
}

function located(path: string): string {
  try {
    return require.resolve(resolve(path));
  } catch {
    throw new Usage(`No workflows at ${path}. Give the file that a worker takes as its pipelines.`);
  }
}
