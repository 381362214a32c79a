/** What lies in Redis and belongs to nobody. All of it would end by its TTL; here it is seen, and removed when asked. */
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Link } from '../../client/link';
import { endlessIn, filtered, giveEnd, idleSeconds, keyspaceOf, paged } from '../../redis/survey';
import { resourceLocks, stepLocks, unlinkKeys } from '../../redis/survey';
import type { Reader } from '../../redis/survey';
import { spaceOf } from '../reader';
import { ok, wrong } from './finding';
import type { Finding, Patient } from './finding';

/** An upload comes before its run: what was used since then is no orphan yet. */
const IDLE_SECONDS = 600;
const SHOWN = 3;

export async function checkOrphans({ config, temporal, redis }: Patient): Promise<Finding[]> {
  if (!redis || !temporal) return [];
  const keyspace = await keyspaceOf(redis, spaceOf(config));
  const { runs, all } = keyspace;
  const things = (await resourceLocks(redis, keyspace)).flatMap(({ resource, holder }) =>
    holder?.run === undefined ? [] : [{ name: resource, run: holder.run }],
  );
  const ids = [...new Set([...runs.keys(), ...things.map(({ run }) => run)])];
  const states = new Map(await paged(ids, async (id) => [id, await stateOf(temporal, id)] as const));
  const isIdle = async (id: string): Promise<boolean> => (await idleSeconds(redis, runs.get(id) ?? [])) >= IDLE_SECONDS;
  const unknown = [...runs.keys()].filter((id) => states.get(id) === 'unknown');
  const steps = (await stepLocks(redis, keyspace)).map(({ run, step }) => ({ name: `${step} of ${run}`, run }));
  const found = [
    ...endlessFinding(redis, await endlessIn(redis, all), config.stateTtlMs),
    ...orphanFinding(redis, await filtered(unknown, isIdle), { runs, isIdle }),
    ...lockFinding([...steps, ...things].filter(({ run }) => states.get(run) !== 'running').map(({ name }) => name)),
  ];
  return found.length > 0 ? found : [ok('orphans', `none among ${all.length} keys of ${runs.size} runs`)];
}

function endlessFinding(redis: Reader, keys: readonly string[], ttlMs: number): Finding[] {
  if (keys.length === 0) return [];
  const text = `${keys.length} keys never expire, so others wrote or changed them: ${shown(keys)}`;
  return [
    wrong('orphans', text, `doctor --fix gives them the ${ttlMs / 3_600_000} h of run state.`, async () => {
      await giveEnd(redis, keys, ttlMs);
      return `${keys.length} keys expire now`;
    }),
  ];
}

interface Orphanage {
  readonly runs: ReadonlyMap<string, readonly string[]>;
  readonly isIdle: (id: string) => Promise<boolean>;
}

function orphanFinding(redis: Reader, ids: readonly string[], { runs, isIdle }: Orphanage): Finding[] {
  if (ids.length === 0) return [];
  const count = ids.flatMap((id) => runs.get(id) ?? []).length;
  const text = `Temporal knows no run of these ids, whose ${count} keys nobody used for 10 minutes: ${shown(ids)}`;
  return [
    wrong('orphans', text, 'doctor --fix deletes them; their TTL does it too.', async () => {
      let deleted = 0;
      // Somebody may have started one since.
      for (const id of await filtered(ids, isIdle)) deleted += await unlinkKeys(redis, runs.get(id) ?? []);
      return `${deleted} keys of unknown runs are deleted`;
    }),
  ];
}

function lockFinding(locks: readonly string[]): Finding[] {
  if (locks.length === 0) return [];
  const text = `${locks.length} locks are held for runs that do not run: ${shown(locks)}`;
  // Deleting one would take it from a worker that may still write under it.
  return [
    wrong('orphans', text, 'A worker that was cut off holds them. They end with their lease: look again in 10 s.'),
  ];
}

type State = 'running' | 'ended' | 'unknown';

async function stateOf(link: Link, id: string): Promise<State> {
  return link.reach(id, async () => {
    try {
      const { status } = await link.temporal.workflow.getHandle(id).describe();
      return status.name === 'RUNNING' || status.name === 'PAUSED' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'unknown';
      throw error;
    }
  });
}

const shown = (names: readonly string[]): string =>
  `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}`;
