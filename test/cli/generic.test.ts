/** What is said of any run speaks of inputs and pipelines: a run need not be a report, which has comments and a title. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import type { Definition } from '../../cli/command';
import { groups } from '../../cli/program';
import { timingOf } from '../../cli/schedule';
import { retry } from '../../cli/steer';
import { start } from '../../cli/runs';
import { Output } from '../../cli/output';
import { durationMs } from '../../workflows/kit/duration';

const root = join(__dirname, '..', '..');
/** Words of a report, and of a queue. */
const OTHERS = /\b(jobs?|comments?|titles?|speakers?|analysers?|consultations?|cruxes|clustering|claims|topics)\b/i;
/** Commands that make reports, and files whose messages are of reports alone. */
const REPORT = new Set(['report']);
const OF_REPORTS = new Set([
  'cli/report.ts',
  'cli/inputFile.ts',
  'cli/commands/work.ts',
  'client/connect.ts',
  'client/inspect/reproduce.ts',
]);

/** Texts that somebody may read: those with more than one word. */
function sentencesOf(file: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, raw } = node as { type?: string; value?: unknown; raw?: unknown };
    if (type === 'StringLiteral') found.push(String(value));
    if (type === 'TemplateElement') found.push(String(raw));
    for (const one of Object.values(node)) look(one);
  };
  look(parseSync(readFileSync(join(root, file), 'utf8'), { syntax: 'typescript' }));
  return found.map((text) => text.replace(/<\/?\w+[^>]*>?/g, ' ')).filter((text) => /\w \w/.test(text));
}

const saidBy = (definition: Definition): string[] => [
  definition.summary,
  ...(definition.options ?? []).map(({ description }) => description).filter((text) => text !== 'of a report'),
  ...definition.examples.flat(),
  ...(definition.parts ?? []).flatMap(saidBy),
];

test('no help of a command for any pipeline speaks of the parts of a report', () => {
  const all = groups.flatMap(([, definitions]) => definitions).filter(({ usage }) => !REPORT.has(usage.split(' ')[0]!));
  expect(all.length).toBeGreaterThan(15);
  expect(all.flatMap(saidBy).filter((text) => OTHERS.test(text))).toEqual([]);
});

test('no message of the command line or the client does, but those of reports alone', () => {
  const files = ['cli', 'client'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) =>
      name.endsWith('.ts') ? [`${folder}/${name}`] : [],
    ),
  );
  const texts = files.filter((file) => !OF_REPORTS.has(file)).map((file) => [file, sentencesOf(file)] as const);
  expect(texts.flatMap(([, some]) => some).length).toBeGreaterThan(300);
  const wrong = texts.flatMap(([file, some]) =>
    some.filter((text) => OTHERS.test(text)).map((text) => `${file}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

const output = new Output(true);

test('what only a report has is refused where a pipeline is started, and so is a start without an input', async () => {
  await expect(start('order', { id: 'o1', input: '{}', title: 'Spring', to: ['x'] }, false, output)).rejects.toThrow(
    '--title, --to: of reports only. What order is to know stands in its --input.',
  );
  await expect(start('order', { id: 'o1' }, false, output)).rejects.toThrow(
    'The pipeline order needs its input: --input',
  );
});

test('durations are said in one way at every door, also of one', async () => {
  const said = ['1 day', '1 hour', '1 minute', '1 second', '1 week', '90 days', '1.5 hours', '2s', '10m'] as const;
  expect(said.map((one) => durationMs(one))).toEqual(
    [86_400, 3600, 60, 1, 604_800, 90 * 86_400, 5400, 2, 600].map((seconds) => seconds * 1000),
  );
  for (const one of said) expect(() => timingOf({ jitter: one, catchupWindow: one })).not.toThrow();
  expect(() => timingOf({ jitter: 'soon' })).toThrow("--jitter takes a duration, such as '6 hours', not 'soon'");
  const waiting = (wait: string) => retry('o1', undefined, { restart: true, wait }, output);
  for (const wrong of ['soon', '', '8 days', '-1 s', '1e9'])
    await expect(waiting(wrong)).rejects.toThrow('--wait takes seconds');
});
