/** A client that dies between two of its requests: what it sent is kept, and another one goes on from there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inlineAnalyser } from '../../activities/report/builtin/inline';
import { outputsOf, reportSteps, sourcesOf } from '../../activities/report';
import { connect } from '../../client';
import { startReport } from '../../report/start';
import { usePipelines } from '../support/pipeline';
import { programOf } from '../support/source';

const pipelines = usePipelines(require.resolve('../../workflows'));
const csv = 'id,comment\n1,The buses should run later.\n2,The parks need more trees.\n';

/** Starts a report in a process of its own, which is killed when it has uploaded the file, or has started the run. */
async function clientKilled(when: 'uploaded' | 'started'): Promise<void> {
  const args = [pipelines.address, pipelines.redis.url, pipelines.config().taskQueue, pipelines.redis.prefix];
  const program = programOf(require.resolve('./clientVictim'));
  const victim = spawn(process.execPath, ['-e', program, 'victim', ...args, when, csv], {
    cwd: __dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await once(victim, 'exit')).toEqual([null, 'SIGKILL']);
}

test.each([
  ['a client is killed between the upload and the start', 'uploaded', 'started'],
  ['a client is killed after the start', 'started', 'attached'],
] as const)('%s', async (_title, when, how) => {
  await clientKilled(when);
  const { temporal, taskQueue, prefix, redisUrl } = pipelines.config();
  const client = await connect({ temporal, redisUrl, taskQueue, prefix });
  const second = await startReport(client, Buffer.from(csv), { title: when });
  expect(second.how).toBe(how);

  const analyser = inlineAnalyser();
  const worker = await pipelines.worker([reportSteps], (store) => ({
    analysers: { builtin: analyser },
    sources: sourcesOf(store, undefined),
    outputs: outputsOf(undefined),
  }));
  await expect(second.handle.result()).resolves.toMatchObject({ status: 'ok' });
  await worker.stop();
  await analyser.close();
  const runs = await client.list();
  expect(runs.filter(({ id }) => id === second.handle.id)).toHaveLength(1);
  await client.close();
});
