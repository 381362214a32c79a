/**
 * A report worker in a process of its own, for tests that kill it: claims take their time, and every one computed is
 * noted in a journal outside Redis. Run by `processes.ts` from the build.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { outputsOf, reportSteps, sourcesOf } from '../../activities/report';
import type { Analyser } from '../../activities/report/analyser';
import { builtinAnalyser } from '../../activities/report/builtin';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createWorker, readConfig } from '../../worker';

const journal = process.env['TEST_JOURNAL'] ?? '';
const claimMs = Number(process.env['TEST_CLAIM_MS'] ?? '20');

function journaled(analyser: Analyser): Analyser {
  return {
    ...analyser,
    async claims(comment, clustering, signal) {
      await pause(claimMs, undefined, { signal });
      const claims = await analyser.claims(comment, clustering, signal);
      appendFileSync(journal, `${JSON.stringify({ pid: process.pid, comment: comment.id, at: Date.now() })}\n`);
      return claims;
    },
  };
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const analyser = journaled(builtinAnalyser());
  const worker = await createWorker({
    pipelines: require.resolve('../../workflows'),
    workflowBundle: { codePath: join(__dirname, '..', '..', 'worker', 'workflows.bundle.js') },
    steps: [reportSteps],
    deps: (store) => ({
      analysers: { builtin: analyser },
      sources: sourcesOf(store, undefined),
      outputs: outputsOf(undefined),
    }),
    config: readConfig(),
  });
  process.once('SIGTERM', () => worker.shutdown());
  await worker.run();
  await analyser.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
