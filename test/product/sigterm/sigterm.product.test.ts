/**
 * The claim: workers are replaced one after another while a map pays for its items. Whatever ends within the grace is paid
 * once, and nobody is needed. `npm run test:money` plays 30 replacements over 2,000 items; SIGTERM_SEED plays other moments.
 */
import { readFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import type { RunProgress } from '../../../workflows/kit';
import { until } from '../processes';
import { GRACE_MS, usePayingWorkers } from './processes';
import type { Paid } from './steps';
import type { PayingInput } from './workflows';

const isFull = process.env['MONEY'] === 'full';
const [sigterms, items] = isFull ? [30, 2000] : [5, 240];
const seed = Number(process.env['SIGTERM_SEED'] ?? Math.floor(Math.random() * 1e6));
const TEST_MS = isFull ? 1_200_000 : 180_000;
/** Two workers pay for six items of a step at a time: 30 replacements must not outlast the items. */
const longestMs = 900;

const workers = usePayingWorkers();

/** The items in the order in which they were paid for. */
const paid = (): string[] =>
  readFileSync(workers.books, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as Paid).item);

it(
  'rule 10: workers that get SIGTERM in the middle of a paid map pay for no item twice, and leave at once',
  async () => {
    await Promise.all([workers.start(), workers.start()]);
    const runs: WorkflowHandle[] = [];
    for (const cached of [false, true]) {
      const name = cached ? 'cached' : 'plain';
      const input: PayingInput = { name, count: items / 2, longestMs, shardSize: Math.ceil(items / 6), cached };
      runs.push(await workers.run(`sigterm-${name}`, input));
    }
    const tookMs: number[] = [];
    let inTheMiddle = 0;
    for (let i = 1; i <= sigterms; i += 1) {
      // A little after a share of the items, so that it comes at any moment of one.
      await until(() => paid().length >= (i / (sigterms + 1)) * items * 0.9);
      await workers.pause((seed + i * 7919) % (longestMs / 3));
      inTheMiddle += Number(paid().length < items);
      tookMs.push(await workers.replaceOldest());
    }
    const results = await Promise.all(runs.map((run) => run.result() as Promise<unknown>));
    const all = paid();
    process.stdout.write(
      `seed ${seed}: ${inTheMiddle} of ${sigterms} SIGTERMs over ${items} items, ${all.length - new Set(all).size} paid twice; ` +
        `a worker left after ${Math.round(Math.max(...tookMs))} ms at most\n`,
    );
    expect(all.filter((item, i) => all.indexOf(item) < i)).toEqual([]);
    expect(results).toEqual([
      { ok: items / 2, failed: 0 },
      { ok: items / 2, failed: 0 },
    ]);
    expect(all).toHaveLength(items);
    expect(Math.max(...tookMs)).toBeLessThan(GRACE_MS);
    const progress = await Promise.all(runs.map((run) => run.query<RunProgress>('progress')));
    expect(progress.map(({ status, heals }) => [status, heals])).toEqual([
      ['ok', 0],
      ['ok', 0],
    ]);
    expect(workers.complaints()).toBe('');
  },
  TEST_MS,
);
