/** A sample of all ways to break the TypeScript of the kit, its effects, the client, the worker and the locks, judged by the fast tier. */
import { writeSync } from 'node:fs';
import type { Copy } from '../copy';
import { explained } from './explained';
import { Judges, type Verdict } from './judge';
import { Reach } from './reach';
import { copyOfAll, sampleOf } from './sample';
import { endOf, lineOf, tableOf } from './table';

/** `.ci/run` has an hour for everything. What is begun by then is ended; the table says how many were judged. */
const LIMIT_MS = process.env['MUTANTS'] === undefined ? 420_000 : Infinity;
/** Two at a time, as Jest runs two test files at a time on two cores. */
const COPIES = 2;
/** Of a hundred. It goes down as tests are written; none is the aim. */
const SURVIVORS = 40;

const say = (text: string): void => void writeSync(process.stderr.fd, `${text}\n`);

const copies: Copy[] = [];
let reach: Reach;
let judges: Judges;
let verdicts: Verdict[] = [];

beforeAll(async () => {
  const endMs = Date.now() + LIMIT_MS;
  const sound = copyOfAll();
  const broken = Array.from({ length: COPIES }, copyOfAll);
  copies.push(sound, ...broken);
  reach = await Reach.in(sound);
  const sample = await sampleOf(sound, reach);
  say(`${sample.mutants.length} mutants in the order of ${sample.seed}; ${sample.notRun} more run in no fast test`);
  judges = new Judges(reach, sound, broken);
  verdicts = await judges.all(sample.mutants, (verdict) => say(lineOf(verdict)), endMs);
  say(`${tableOf(verdicts)}\n${[...judges.shaky].map((test) => `shaky: ${test}`).join('\n')}`);
}, 2_000_000_000);
afterAll(() => {
  for (const copy of copies) copy.remove();
});

test('with nothing broken every test that judges is green', () => {
  expect(reach.red).toEqual([]);
});

test('some test notices, or its survival is explained', () => {
  const survivors = verdicts.filter((verdict) => endOf(verdict) === 'survived').map(lineOf);
  const allowed = Math.floor((verdicts.length * SURVIVORS) / 100);
  expect(verdicts.length).toBeGreaterThan(0);
  expect(survivors.length > allowed ? survivors : []).toEqual([]);
});

test('what is explained survives', () => {
  const killed = verdicts.filter(({ mutant, killedBy }) => killedBy && explained[mutant.name] !== undefined);
  expect(killed.map(lineOf)).toEqual([]);
});
