/** A file's expectation beside what it came to, as a row of a table. */
import { READINGS, REPORTS } from './expected';
import type { ExpectedReading } from './expected';
import type { Got, ReportFacts } from './reported';

const REFUSED = 2;

const expectedOf = (name: string): ExpectedReading | undefined => READINGS.find(([file]) => file === name);

/** What is not as expected. Nothing of a file that nothing is expected of, but for its exit code and its rows. */
export function faultsOf(name: string, { code, reading, report }: Got): string[] {
  const faults: string[] = [];
  const expect = (what: string, wanted: unknown, had: unknown): void => {
    if (JSON.stringify(wanted) !== JSON.stringify(had))
      faults.push(`${what}: ${JSON.stringify(had)} in place of ${JSON.stringify(wanted)}`);
  };
  const [, ...wanted] = expectedOf(name) ?? [name, ...reading];
  expect('reading', wanted, reading);
  expect('exit code', reading.length === 1 ? REFUSED : 0, code);
  if (report === undefined) return faults;
  expect('used', reading[0], report.used);
  const { topics, several, cruxes, without } = REPORTS[name] ?? {};
  if (topics !== undefined) expect('topics', topics, report.topics.length);
  if (several !== undefined) expect('people of one claim', several, report.several);
  if (cruxes !== undefined) expect('cruxes', cruxes, report.cruxes);
  const unwanted = without && report.texts.find((text) => without.test(text));
  if (unwanted !== undefined) faults.push(`says ${JSON.stringify(unwanted.slice(0, 80))}`);
  return faults;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

function told({ rows, used, setAside, topics, several, cruxes }: ReportFacts): string {
  const people =
    several.length === 0 ? '' : ` (${several.slice(0, 6).join(', ')}${several.length > 6 ? ' …' : ''} people)`;
  return (
    `${rows} read, ${used} used, ${setAside} set aside; ${counted(topics.length, 'topic')}: ${topics.join(' · ')}; ` +
    `${counted(several.length, 'claim')} of several${people}; ${cruxes} divided`
  );
}

/** File, expected, got: a row of a Markdown table. */
export function rowOf(name: string, got: Got, faults: readonly string[]): string {
  const expected = expectedOf(name);
  const words = REPORTS[name]?.words;
  const reading = expected === undefined ? 'nothing' : readingWords(expected);
  const had =
    got.report === undefined ? `exit ${got.code}: ${got.reading[0]}` : `exit ${got.code}: ${told(got.report)}`;
  const cells = [
    name,
    words === undefined ? reading : `${reading}; ${words}`,
    [had, ...faults.map((fault) => `WRONG ${fault}`)].join('; '),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function readingWords([, ...expected]: ExpectedReading): string {
  const [used, column, how] = expected;
  return column === undefined ? `refused: ${used}` : `${used} used of "${column}", ${how}`;
}
