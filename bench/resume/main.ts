/** How long until work goes on after `kill -9` of the process that did it. See bench/README.md. */
import { parseArgs } from 'node:util';
import { quantile } from '../locks/statistics';
import { table } from '../locks/table';
import { ownVersion, published } from '../locks/packages';
import { bullmqKilled } from './bullmq';
import { killed } from './ours';
import type { Mode } from './ours';

const ours =
  (killedIn: Mode['killedIn'], spare: Mode['spare'], inMemory = false) =>
  (kills: number): Promise<number[]> =>
    killed(kills, { killedIn, spare, inMemory });

const modes: Record<string, (kills: number) => Promise<number[]>> = {
  'activity, standby': ours('activity', 'standby'),
  'activity, restarted': ours('activity', 'restarted'),
  'workflow task, standby': ours('workflow task', 'standby'),
  'workflow task, restarted': ours('workflow task', 'restarted'),
  'BullMQ, standby, default settings': (kills) => bullmqKilled(Math.ceil(kills / 10)),
  'activity, standby, servers in memory': ours('activity', 'standby', true),
  'workflow task, standby, servers in memory': ours('workflow task', 'standby', true),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '100' }, only: { type: 'string', default: '' } },
  });
  const kills = Number(values.kills);
  if (!Number.isInteger(kills) || kills < 1) throw new RangeError(`--kills takes a whole number, not ${values.kills}`);
  const chosen = Object.entries(modes).filter(([name]) => name.includes(values.only));
  if (chosen.length === 0) throw new RangeError(`--only knows ${Object.keys(modes).join('; ')}`);
  // Servers of its own, never one that others use.
  for (const name of ['REDIS_URL', 'TEMPORAL_ADDRESS']) delete process.env[name];
  const figures: Record<string, readonly number[]> = {};
  const rows: string[][] = [];
  for (const [name, measure] of chosen) {
    process.stderr.write(`${name} … `);
    const ms = await measure(kills);
    const row = [String(ms.length), ...[0.5, 0.9, 0.99, 1].map((part) => (quantile(ms, part) / 1000).toFixed(2))];
    process.stderr.write(`${row.join('  ')}\n`);
    figures[name] = ms;
    rows.push([name, ...row]);
  }
  const head = ['s from kill -9 to the next work of another process', 'kills', 'p50', 'p90', 'p99', 'max'];
  process.stdout.write(`${table(head, rows)}\n`);
  const versions = { 'pipeline-worker': ownVersion(), bullmq: published('bullmq'), node: process.version };
  process.stdout.write(`${JSON.stringify({ bench: 'resume', versions, tookMs: figures })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
