import { troubleText } from '../../client';
import { listRuns } from '../../client/list';
import { ok, wrong } from './finding';
import type { Finding, Patient } from './finding';

const SHOWN = 10;

/** Runs that do not go on by themselves: each with its cause. A missing worker is told once, by `temporal`. */
export async function checkRuns({ temporal }: Patient): Promise<Finding[]> {
  if (!temporal) return [];
  const runs = await temporal.reach('', () => listRuns(temporal));
  const stuck = runs.flatMap(({ id, trouble }) => (trouble && trouble.kind !== 'no worker' ? [{ id, trouble }] : []));
  if (stuck.length === 0) return [ok('runs', `no workflow task fails in the newest ${runs.length} runs`)];
  const more = stuck.length - SHOWN;
  return [
    ...stuck.slice(0, SHOWN).map(({ id, trouble }) => {
      const { remedy, ...facts } = trouble;
      return wrong('runs', `${id}: ${troubleText({ ...facts, remedy: '' }).trim()}`, remedy);
    }),
    ...(more > 0 ? [wrong('runs', `${more} more runs do not go on`, '`list` names them.')] : []),
  ];
}
