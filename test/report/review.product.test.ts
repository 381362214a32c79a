/** The built command line: a report is looked at, corrected in a file, approved and made; workers and commands may die meanwhile. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { eventsOf, launch, runs } from '../cli/command';
import type { Ran } from '../cli/command';
import { makeCache } from '../support/packed';

const sample = join(resolve(__dirname, '..', '..'), 'examples', 'comments.csv');
const folder = mkdtempSync(join(tmpdir(), 'pipeline-review-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines of a proposal that can be taken: of the first topic, and of the first claim. */
function partsIn(proposal: string): { topics: string[]; claim: string; words: string } {
  const topics = [...proposal.matchAll(/^# rename (topic:\w+) /gm)].map(([, id = '']) => id);
  const [, claim = '', words = ''] = /^# {5}(claim:\w+) (.+?)(?: \(\d+ people\))?$/m.exec(proposal) ?? [];
  return { topics, claim, words: words.replace(/…$/, '') };
}

function corrected(path: string): { topics: string[]; words: string } {
  const proposal = readFileSync(path, 'utf8');
  const { topics, claim, words } = partsIn(proposal);
  const [first = '', second = ''] = topics;
  const lines = [
    `rename ${first} "Buses <i>and</i> lanes"`,
    `merge ${topics.at(-1)} into ${second}`,
    `hide ${claim} because "names a neighbour"`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n${proposal}`);
  return { topics, words };
}

function mustBeCorrected(out: string, { topics, words }: { topics: string[]; words: string }): void {
  const [page, json, csv] = ['report.html', 'report.json', 'claims.csv'].map((name) =>
    readFileSync(join(out, name), 'utf8'),
  );
  expect(page).toContain('Buses &lt;i&gt;and&lt;/i&gt; lanes');
  for (const file of [page, json, csv]) expect(file).not.toContain(words);
  const { data } = JSON.parse(json ?? '') as {
    data: [string, { topics: object[]; corrections: { by: string; done: object[] } }];
  };
  expect(data[1].topics).toHaveLength(topics.length - 1);
  expect(data[1].corrections).toMatchObject({ by: 'Ann Smith', reviewed: true });
  expect(data[1].corrections.done).toHaveLength(3);
}

describe('with servers of its own', () => {
  const cache = join(folder, 'cache');
  const env: NodeJS.ProcessEnv = { PIPELINE_CACHE_DIR: cache, TEMPORAL_ADDRESS: undefined, REDIS_URL: undefined };
  beforeAll(() => makeCache(cache));

  test('report --review stops, is asked again by the same command, and approve makes the report of the corrected file', async () => {
    const out = join(folder, 'out');
    const args = ['report', sample, '--id', 'spring', '--out', out, '--review'];
    const stopped = await runs(args, env);
    expect([stopped.code, existsSync(out)]).toEqual([6, false]);
    const path = join(`${out}-review`, 'corrections.txt');
    expect(stopped.err).toContain(`approve spring --corrections ${path}`);
    expect(stopped.err).toMatch(/waiting for an answer: report-review until 20\d\d-/);
    const parts = corrected(path);
    const mine = readFileSync(path, 'utf8');
    const again = await runs(args, env);
    expect(again.code).toBe(6);
    expect(again.err).toContain('run spring (attached)');
    expect(readFileSync(path, 'utf8')).toBe(mine);

    const wrong = join(folder, 'wrong.txt');
    writeFileSync(wrong, 'hide claim:00000000dead because "x"\nrenmae');
    const refused = await runs(['approve', 'spring', '--corrections', wrong], env);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('line 2: "renmae" is no correction')]);

    const made = await runs(
      ['approve', 'spring', '--corrections', path, '--signed-off-by', 'Ann Smith', '--out', out],
      env,
    );
    expect([made.code, made.err]).toEqual([0, expect.stringContaining('spring is approved by Ann Smith')]);
    mustBeCorrected(out, parts);
  }, 300_000);
});

describe('with servers that others run', () => {
  let stack: StartedStack;
  let env: NodeJS.ProcessEnv;
  const workers: ChildProcess[] = [];
  beforeAll(async () => {
    stack = await startStack();
    env = { TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl };
  });
  const kill = async (worker: ChildProcess | undefined): Promise<void> => {
    if (!worker || worker.exitCode !== null || worker.signalCode !== null) return;
    const ended = once(worker, 'exit');
    worker.kill('SIGKILL');
    await ended;
  };
  afterAll(async () => {
    await Promise.all(workers.map(kill));
    await stack.stop();
  });
  const startWorker = (): number => workers.push(launch(['worker'], env).child);
  const waited = async (): Promise<Ran> => {
    const ran = await runs(['watch', 'autumn', '--json'], env);
    expect(ran.code).toBe(6);
    return ran;
  };

  test('the question outlives a worker that is killed, is told in events, and the run goes on where a worker is', async () => {
    startWorker();
    expect((await runs(['start', sample, '--id', 'autumn', '--review'], env)).code).toBe(0);
    const events = eventsOf(await waited());
    expect(events.find(({ event }) => event === 'paused')).toMatchObject({
      waitingFor: ['report-review'],
      waits: [{ name: 'report-review', files: [{ name: 'corrections.txt' }, { name: 'proposal.json' }] }],
    });
    await kill(workers.pop());
    startWorker();
    await waited();
    const refused = await runs(['approve', 'autumn', '--corrections', sample], env);
    expect(refused.code).toBe(2);
    const path = join(folder, 'one.txt');
    writeFileSync(path, 'rename topic:000000000000 "Nothing"');
    const made = await runs(['approve', 'autumn', '--corrections', path, '--signed-off-by', 'Ann Smith'], env);
    expect([made.code, made.err]).toEqual([
      0,
      expect.stringContaining('line 1: nothing has the id topic:000000000000'),
    ]);
    const out = join(folder, 'autumn');
    expect((await runs(['result', 'autumn', '--out', out], env)).code).toBe(3);
    expect(readFileSync(join(out, 'ledger.json'), 'utf8')).toContain('by Ann Smith');
  }, 300_000);
});
