/** `locks`: who holds what, and who waits for it. */
import { withServers } from './connection';
import { EXIT } from './exit';
import type { Output } from './output';
import { readerOf, spaceOf } from './reader';
import { keyspaceOf, resourceLocks, stepLocks } from '../redis/survey';
import type { Party, ResourceFact, StepLockFact } from '../redis/survey';

export const locks = (output: Output): Promise<number> =>
  withServers({ for: 'steer' }, async (config) => {
    const reader = await readerOf(config);
    const { redis } = reader;
    try {
      const keyspace = await keyspaceOf(redis, spaceOf(config));
      const [steps, resources] = await Promise.all([stepLocks(redis, keyspace), resourceLocks(redis, keyspace)]);
      for (const lock of steps) show(output, 'step', lock, stepLine(lock));
      for (const lock of resources) show(output, 'resource', lock, resourceLine(lock));
      if (steps.length + resources.length === 0) output.say('no lock is held and nobody waits for one');
      return EXIT.ok;
    } finally {
      reader.close();
    }
  });

function show(output: Output, kind: string, lock: object, line: string): void {
  if (output.json) output.event({ event: 'lock', at: new Date().toISOString(), kind, ...lock });
  else output.result(line);
}

export function stepLine(lock: StepLockFact): string {
  const { run, step, hash, leftMs, revoked } = lock;
  const facts = [leftOf(leftMs), `activity ${lock.activity ?? '?'}`, revoked ? 'a later attempt asks for it' : ''];
  return `step      ${run}  ${step} (${hash.slice(0, 8)})  ${facts.filter((fact) => fact !== '').join(', ')}`;
}

export function resourceLine({ resource, holder, waiting }: ResourceFact): string {
  const held = holder ? `held by ${nameOf(holder)}, ${leftOf(holder.leftMs)}` : 'free';
  const queue = waiting.length > 0 ? `; ${waiting.length} wait: ${waiting.map(nameOf).join(', ')}` : '';
  return `resource  ${resource}  ${held}${queue}`;
}

const nameOf = ({ run, activity, owner }: Party): string =>
  run === undefined ? `${owner} (no run)` : `${run} (activity ${activity})`;

const leftOf = (ms: number): string => (ms < 0 ? 'for ever' : `${(ms / 1000).toFixed(1)} s left`);
