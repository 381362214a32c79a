/**
 * A worker in a process of its own, for tests that kill it: notes what it computes in a journal outside Redis, and kills
 * itself at the point it was told. Started from its source by `victims.ts`.
 */
import { appendFileSync } from 'node:fs';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { RunStore } from '../../redis/runStore';
import { createWorker } from '../../worker';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import type { VictimOrders } from './victims';

const { journal, workflows, config, killIn, killInCommitOf } = JSON.parse(process.argv[2] ?? '') as VictimOrders;

const note = (entry: object): void => appendFileSync(journal, `${JSON.stringify(entry)}\n`);
const die = (): boolean => process.kill(process.pid, 'SIGKILL');

class JournalingWorld extends World {
  override async enter(name: string, signal: AbortSignal): Promise<void> {
    note({ name, effect: name === 'note' ? this.notes.at(-1) : undefined });
    if (name === killIn) die();
    return super.enter(name, signal);
  }
}

/** The request is on its way and its answer is not there: whether it was executed nobody knows. */
function dieInCommitOf(step: string): void {
  const commit = RunStore.prototype.commit;
  RunStore.prototype.commit = function (request) {
    const sent = commit.call(this, request);
    if (request.step === step) setImmediate(die);
    return sent;
  };
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  if (killInCommitOf !== undefined) dieInCommitOf(killInCommitOf);
  const worker = await createWorker({
    workflowBundle: { codePath: workflows },
    stepSets: [sumSteps],
    deps: { world: new JournalingWorld() },
    config,
  });
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
