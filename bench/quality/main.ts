/** How good the built-in analyser is on real consultations. See bench/README.md. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compared, figuresOf, judgedPairs, Judgement, realClaims } from './pairs';
import { names } from './names';
import { topics } from './topics';

interface Section {
  readonly name: string;
  /** Lines to print; `data` is the folder with the consultations. */
  readonly run: (data: string) => Promise<string[]> | string[];
}

/** From `dist/`, where this runs, back to where the judgements are kept. */
const HERE = join(__dirname, '../../../bench/quality');
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const SECTIONS: readonly Section[] = [
  {
    name: 'pairs',
    run: (data) => {
      const results = compared(judgedPairs(HERE), realClaims(data));
      const { pairs, merged, precision, recall } = figuresOf(results);
      const rows = Judgement.options.map((judgement) => {
        const of = results.filter((result) => result.judgement === judgement);
        return `  ${judgement.padEnd(9)} ${String(of.filter(({ isOne }) => isOne).length).padStart(3)} of ${of.length} are one claim`;
      });
      return [
        `${pairs} judged pairs, ${merged} are one claim: precision ${percent(precision)}, recall ${percent(recall)} of those in nearly the same words`,
        ...rows,
      ];
    },
  },
  { name: 'topics', run: topics },
  { name: 'names', run: (data) => names(data, HERE) },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: '../shared/data' }, only: { type: 'string' } },
  });
  const wanted = SECTIONS.filter(({ name }) => values.only === undefined || values.only === name);
  if (wanted.length === 0)
    throw new RangeError(`--only ${values.only}: one of ${SECTIONS.map(({ name }) => name).join(', ')}`);
  for (const { name, run } of wanted) {
    process.stdout.write(`\n${name}\n`);
    for (const line of await run(values.data)) process.stdout.write(`${line}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
