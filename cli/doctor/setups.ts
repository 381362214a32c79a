/**
 * What a crash or a failover of Redis may lose, by how it is set up: docs/topologies.md explains these rows, `doctor` tells those it finds.
 */
import { settingsOf } from '../../redis/survey';
import type { Reader, Settings } from '../../redis/survey';
import { note, ok } from './finding';
import type { Finding } from './finding';

export interface Setup {
  readonly setUp: string;
  /** What may be gone. */
  readonly loses: string;
  /** Where another set-up of the same servers loses less. */
  readonly remedy?: string;
}

/** When the server itself dies and comes back. */
export const crashes = {
  nothing: { setUp: 'nothing is kept', loses: 'a crash loses all state', remedy: 'Set appendonly yes.' },
  snapshots: { setUp: 'snapshots (save)', loses: 'a crash loses what was written since the last snapshot' },
  everysec: { setUp: 'appendonly, appendfsync everysec', loses: 'a crash of its machine loses up to two seconds' },
  no: { setUp: 'appendonly, appendfsync no', loses: 'a crash of its machine loses what its kernel had not written' },
  always: { setUp: 'appendonly, appendfsync always', loses: 'a crash loses nothing that was answered' },
} as const satisfies Record<string, Setup>;

const GUARD = 'Set min-replicas-to-write 1 and min-replicas-max-lag to a few seconds.';
const NO_LOCK = 'a failover to a replica that was waited for loses no lock and no result of a step that was answered';

/** When another takes the place of a master that died, or that cannot be reached. */
export const failovers = {
  alone: { setUp: 'no replica', loses: 'nobody takes over: work waits until it is back' },
  replicas: {
    setUp: 'replicas',
    loses: 'a failover loses what had not reached them, and all that a master which is cut off still took',
    remedy: GUARD,
  },
  guarded: {
    setUp: 'replicas, min-replicas-to-write',
    loses: 'a failover loses what had not reached them, at most min-replicas-max-lag',
  },
  waited: {
    setUp: 'replicas, PIPELINE_REDIS_WAIT_REPLICAS',
    loses: `${NO_LOCK}; a master which is cut off goes on renewing`,
    remedy: GUARD,
  },
  waitedAndGuarded: {
    setUp: 'replicas, min-replicas-to-write, PIPELINE_REDIS_WAIT_REPLICAS',
    loses: NO_LOCK,
  },
} as const satisfies Record<string, Setup>;

/** One line for what a crash loses, one for a failover; of a Cluster whose masters differ, one for each difference. */
export async function checkSetups(redis: Reader, waits: boolean): Promise<Finding[]> {
  const masters = await settingsOf(redis);
  const all = masters.map((settings) => setupsOf(settings, waits));
  const places = new Map<Setup, string[]>();
  for (const [i, setups] of all.entries())
    for (const setup of setups) places.set(setup, [...(places.get(setup) ?? []), masters[i]?.name ?? '']);
  const told = [...places].map(([{ setUp, loses, remedy }, names]) => {
    const where = names.length === masters.length ? '' : `${names.join(', ')}: `;
    const text = `${where}${setUp}: ${loses}`;
    return remedy === undefined ? ok('redis', text) : note('redis', text, remedy);
  });
  if (all.every((setups) => setups.length === 2)) return told;
  const text = 'it does not tell its settings (CONFIG GET): what a crash or a failover loses is not known here';
  return [...told, note('redis', text, 'docs/topologies.md says what to ask of its provider.')];
}

/** Those of one server, as far as it tells. */
const setupsOf = (settings: Settings, waits: boolean): Setup[] =>
  [crashOf(settings), failoverOf(settings, waits)].filter((setup) => setup !== undefined);

function crashOf({ isAppended, appendfsync, save }: Settings): Setup | undefined {
  if (isAppended)
    return appendfsync === 'always' || appendfsync === 'everysec' || appendfsync === 'no'
      ? crashes[appendfsync]
      : undefined;
  if (save === undefined) return undefined;
  return save === '' ? crashes.nothing : crashes.snapshots;
}

function failoverOf({ replicas, leastReplicas }: Settings, waits: boolean): Setup | undefined {
  if (!(replicas > 0)) return failovers.alone;
  if (leastReplicas === undefined) return undefined;
  if (leastReplicas === '0') return waits ? failovers.waited : failovers.replicas;
  return waits ? failovers.waitedAndGuarded : failovers.guarded;
}
