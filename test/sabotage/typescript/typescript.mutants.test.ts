/** A sample of all ways to break the TypeScript of the kit, its effects, the client, the worker and the locks, judged by the fast tier. */
import { writeSync } from 'node:fs';
import { type Copy, root } from '../copy';
import { explained } from './explained';
import { Judges, type Verdict } from './judge';
import { typescriptMutants } from './mutants';
import { Reach } from './reach';
import { Runner } from './runner';
import { copyOfAll, sampleOf } from './sample';
import { endOf, lineOf, tableOf } from './table';

/** Of the sample, which `.ci/run` is to judge in less than ten minutes. What is begun by then is ended; the table says how many were judged. */
const LIMIT_MS = process.env['MUTANTS'] === undefined ? 480_000 : Infinity;
/** For the mutants alone, however long a busy machine took to see what runs what. */
const LEAST_MS = 120_000;
/** Two at a time, as Jest runs two test files at a time on two cores. */
const COPIES = 2;
/** Unexplained, of all mutants. It goes down as tests are written; none is the aim. */
const SURVIVORS = 0.25;
/** A sample has more than the share of all by chance: at most so many standard deviations more, once in a thousand commits. */
const BY_CHANCE = 3.1;

/** With the seconds since the beginning: where the time goes. */
const say = (text: string): void =>
  void writeSync(process.stderr.fd, `${Math.round(performance.now() / 1000)} s: ${text}\n`);

const copies: Copy[] = [];
/** With nothing broken: twice, and once. */
const red: string[] = [];
const shaky: string[] = [];
let verdicts: Verdict[] = [];

beforeAll(async () => {
  const endMs = Date.now() + LIMIT_MS;
  const sound = copyOfAll();
  const broken = Array.from({ length: COPIES }, copyOfAll);
  copies.push(sound, ...broken);
  const reach = await Reach.in(sound, COPIES);
  say('which test files run what is known');
  for (const { file, test } of reach.red) {
    // A busy machine alone makes none red twice.
    const runner = new Runner(sound.folder);
    const again = await runner.firstRed([{ file, limitMs: 60_000 }]);
    runner.end();
    (again ? red : shaky).push(`${file}: ${again?.test ?? test}`);
  }
  const sample = await sampleOf(sound, reach);
  say(`${sample.mutants.length} mutants in the order of ${sample.seed}; ${sample.notRun} more run in no fast test`);
  const judges = new Judges(reach, sound, broken);
  verdicts = await judges.all(
    sample.mutants,
    (verdict) => say(lineOf(verdict)),
    Math.max(endMs, Date.now() + LEAST_MS),
  );
  say(
    `${tableOf(verdicts, typescriptMutants(root))}\n${[...shaky, ...judges.shaky].map((test) => `shaky: ${test}`).join('\n')}`,
  );
}, 2_000_000_000);
afterAll(() => {
  for (const copy of copies) copy.remove();
});

test('with nothing broken every test that judges is green', () => {
  expect(red).toEqual([]);
});

test('no more survive unexplained than the limit, which is to go down', () => {
  const survivors = verdicts.filter((verdict) => endOf(verdict) === 'survived').map(lineOf);
  const allowed = verdicts.length * SURVIVORS + BY_CHANCE * Math.sqrt(verdicts.length * SURVIVORS * (1 - SURVIVORS));
  expect(verdicts.length).toBeGreaterThan(0);
  expect(survivors.length > allowed ? survivors : []).toEqual([]);
});

test('what is explained survives', () => {
  const killed = verdicts.filter(({ mutant, killedBy }) => killedBy && explained[mutant.name] !== undefined);
  expect(killed.map(lineOf)).toEqual([]);
});
