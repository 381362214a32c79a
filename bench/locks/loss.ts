import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Candidate } from './candidate';
import { candidates } from './candidates';
import type { Context } from './context';
import { Failures } from './failures';
import type { LossCase } from './lossCase';
import { LEASE_MS, scenarios, type ScenarioName } from './scenarios';
import { spread } from './statistics';
import { table, type PartReport } from './table';

const run = promisify(execFile);
const ROUNDS_A_RUN = 8;
const CASE_TIMEOUT_MS = 60_000;

const explanation = `A lock with a lease of ${LEASE_MS} ms, a fault 300 ms after it was acquired. Figure: when the holder was told that the lock is lost,
counted from the moment a rival could have it, ms. Negative is safe: told before. Positive: for so long two believed to hold it.
"never" within 10 s. "exit": an error that its user cannot catch ended the process. Median (least to most) of all runs.
"refused" where the lock's own synchronous check, made before an effect, said no as soon as code could run again.`;

export async function loss({ url, rounds, say }: Context): Promise<PartReport> {
  const telling = candidates.filter(({ tellsOfLoss }) => tellsOfLoss);
  const names = Object.keys(scenarios) as ScenarioName[];
  const runs = Math.max(1, Math.round(rounds / ROUNDS_A_RUN));
  const failures = new Failures();
  const figures: { lock: string; scenario: ScenarioName; cases: LossCase[] }[] = [];
  for (const scenario of names) {
    say(
      `loss, ${scenarios[scenario].title}: ${telling.length} locks × ${runs} runs of up to 13 s, the locks side by side`,
    );
    const cases: (LossCase | undefined)[][] = [];
    for (let i = 0; i < runs; i += 1) {
      const outcomes = telling.map((about) =>
        oneCase(about, scenario, url).catch((error: unknown) => {
          failures.add(`${about.name}, ${scenarios[scenario].title}`, error);
          return undefined;
        }),
      );
      cases.push(await Promise.all(outcomes));
    }
    figures.push(
      ...telling.map(({ name }, i) => ({ lock: name, scenario, cases: cases.flatMap((all) => all[i] ?? []) })),
    );
  }
  const rows = telling.map(({ name }) => [name, ...names.map((scenario) => cellOf(casesOf(figures, name, scenario)))]);
  const silent = candidates
    .filter(({ library, tellsOfLoss }) => library !== undefined && !tellsOfLoss)
    .map(({ name }) => name);
  const text = [
    explanation,
    table(['lock', ...names.map((name) => scenarios[name].title)], rows),
    ...failures.lines,
    `Without renewal or without any such signal, so not in the table: ${silent.join('; ')}.`,
  ].join('\n\n');
  return { title: 'How soon a holder learns that its lock is lost', text, figures };
}

function casesOf(
  figures: { lock: string; scenario: ScenarioName; cases: LossCase[] }[],
  lock: string,
  scenario: ScenarioName,
) {
  return figures.find((row) => row.lock === lock && row.scenario === scenario)?.cases ?? [];
}

async function oneCase({ name }: Candidate, scenario: ScenarioName, url: string): Promise<LossCase> {
  const child = run(process.execPath, [join(__dirname, 'lossCase.js'), name, scenario, url], {
    timeout: CASE_TIMEOUT_MS,
  });
  const { stdout } = await child;
  return JSON.parse(stdout) as LossCase;
}

function cellOf(cases: LossCase[]): string {
  if (cases.length === 0) return '–';
  const told = cases.flatMap(({ toldMs }) => toldMs ?? []);
  const ended = cases.flatMap((outcome) => outcome.ended?.atMs ?? []);
  const never = cases.length - told.length - ended.length;
  const parts = [
    told.length > 0 ? range(told) : '',
    ended.length > 0 ? `exit ${range(ended)}` : '',
    never > 0 ? `never${never < cases.length ? ` (${never} of ${cases.length})` : ''}` : '',
    cases.every(({ isRefusedAtOnce }) => isRefusedAtOnce) ? 'but refused' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function range(values: number[]): string {
  const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(0)}`;
  return `${signed(spread(values).median)} (${signed(Math.min(...values))} to ${signed(Math.max(...values))})`;
}
