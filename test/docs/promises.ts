/** docs/guarantees.md, read: its promises, and what holds each of their sentences. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './titles';

export interface Held {
  /** Words of a sentence of the promise. */
  readonly sentence: string;
  /** Title of the test that holds it. */
  readonly test: string;
  /** Name of the mutant that turns that test red. */
  readonly redWhen: string;
}

export interface Promised {
  readonly title: string;
  /** What stands before the table. */
  readonly sentences: readonly string[];
  readonly held: readonly Held[];
  /** Titles of the other tests that show it. */
  readonly alsoShownBy: readonly string[];
}

function promised(section: string): Promised {
  const [title = '', ...lines] = section.split('\n');
  const table = lines.indexOf('| sentence | held by | red when |');
  const prose = lines.slice(0, table).join(' ').replaceAll(/\s+/g, ' ').trim();
  const rows = lines.slice(table + 2, lines.indexOf('', table)).map((line) => line.slice(2, -2).split(' | '));
  return {
    title,
    sentences: prose.split(/(?<=\.) (?=[A-Z])/),
    held: rows.map(([sentence = '', test = '', redWhen = '']) => ({ sentence, test, redWhen })),
    alsoShownBy: lines.flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : [])),
  };
}

export const promises: readonly Promised[] = readFileSync(join(root, 'docs', 'guarantees.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map(promised);
