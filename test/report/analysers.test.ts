/** A second analyser that stands in the table alone: all that lists, opens, runs and tells apart analysers knows of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalyserEntry } from '../../activities/report/analysers';
import { ANALYSERS } from '../../activities/report/analysers';
import { reportSteps } from '../../activities/report';
import { moduleOf, openAnalysers } from '../../activities/report/openAnalysers';
import { ReportInput } from '../../activities/report/reportInput';
import { readInputFile } from '../../cli/inputFile';
import { groups } from '../../cli/program';
import { testPipelines } from '../../testing/testPipelines';
import type { TestKit } from '../../testing/testKit';
import { reportPipeline } from '../../workflows/report';
import { analyserOfWords } from '../activities/report/builtin/wordVectors';
import { CSV, townDeps } from './town';
import { asked, telling } from './wordsAnalyser';

jest.mock('../../activities/report/analysers', () => {
  const real = jest.requireActual<{ ANALYSERS: object }>('../../activities/report/analysers');
  const words = { version: 1, says: 'by their words', module: require.resolve('./wordsAnalyser') };
  return { ...real, ANALYSERS: { ...real.ANALYSERS, words } };
});

const table = ANALYSERS as Record<string, AnalyserEntry>;
const source = { text: CSV };
let kit: TestKit;
beforeEach(async () => {
  const { builtin, ...others } = openAnalysers();
  await builtin?.close();
  const analysers = { ...others, builtin: telling('builtin', analyserOfWords()) };
  const deps = { ...townDeps(), analysers };
  kit = await testPipelines({ inMemory: true, pipelines: { reportPipeline }, steps: [reportSteps], deps });
  asked.length = 0;
});
afterEach(() => kit.close());

/** Runs a report to its end. @returns what was asked of which analyser, each once. */
async function askedFor(id: string, analyser?: string): Promise<string[]> {
  asked.length = 0;
  const run = kit.start(reportPipeline, { source, ...(analyser && { analyser }) }, { id });
  await expect(run.result()).resolves.toMatchObject({ status: 'ok' });
  return [...new Set(asked)].toSorted();
}

const everything = (name: string): string[] =>
  ['claims', 'cluster', 'cruxes', 'embed', 'sort', 'summarise'].map((what) => `${name}: ${what}`);

it('the input takes its name, and no name that is not in the table', () => {
  expect(ReportInput.parse({ source, analyser: 'words' })).toMatchObject({ analyser: 'words' });
  expect(ReportInput.parse({ source })).toMatchObject({ analyser: 'builtin' });
  expect(() => ReportInput.parse({ source, analyser: 'other' })).toThrow('builtin');
});

it('each command that has the option offers it, and says what it does', () => {
  const options = groups.flatMap(([, all]) => all).flatMap((command) => command.options ?? []);
  const offering = options.filter(({ long }) => long === '--analyser');
  expect(offering.length).toBeGreaterThan(2);
  for (const { argChoices, description } of offering) {
    expect(argChoices).toEqual(['builtin', 'words']);
    expect(description).toContain('words: by their words');
  }
});

it('a plan is what it makes of the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-worker-analysers-'));
  const file = join(folder, 'comments.csv');
  writeFileSync(file, CSV);
  const { plan } = await readInputFile(file, {}, 'words');
  expect(plan).toMatchObject({ used: 5, languages: [{ language: 'words', count: 1 }], seconds: 1 });
  expect((await readInputFile(file)).plan.languages).toEqual([{ language: 'English', count: 5 }]);
  rmSync(folder, { recursive: true });
});

it('a report is made by the analyser that its input names, and by no other', async () => {
  expect(await askedFor('one', 'words')).toEqual(everything('words'));
  expect(await askedFor('two')).toEqual(everything('builtin'));
}, 60_000);

it('name and version are part of the identity of what it makes: another version computes anew, all else answers from its records', async () => {
  await askedFor('one', 'words');
  await askedFor('two');
  expect(await askedFor('one', 'words')).toEqual([]);
  const { words } = table;
  table['words'] = { ...words!, version: 2 };
  try {
    expect(await askedFor('two')).toEqual([]);
    expect(await askedFor('one', 'words')).toEqual(everything('words'));
    expect(await askedFor('one', 'words')).toEqual([]);
  } finally {
    table['words'] = words!;
  }
}, 60_000);

it.each(Object.keys(ANALYSERS))('the module of %s opens it', async (name) => {
  const analyser = moduleOf(name).open();
  expect(analyser.name).toBe(name);
  await analyser.close();
});
