/** Files of real comments, of any size. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Of one conversation, and of fourteen. */
const ONE = 'polis-bowling-green.csv';
const MANY = 'polis-all-en.csv';

export interface Size {
  readonly comments: number;
  /** How long each is at least; without it, as long as people wrote them. */
  readonly characters?: number;
}

/** The file as it was published where it has so many rows, else one that is made of its comments. */
export function fileOf(data: string, { comments, characters }: Size): Buffer {
  const published = readFileSync(`${data}/${ONE}`);
  if (characters === undefined && parse(published).length === comments + 1) return published;
  const rows = parse<Record<string, string>>(readFileSync(`${data}/${MANY}`), { columns: true });
  const texts = rows.flatMap(({ comment = '', moderated }) => (moderated === '-1' ? [] : comment.replaceAll('"', "'")));
  const lines = Array.from(
    { length: comments },
    (_, at) => `${at},"${textOf(texts, at, characters)}",Person ${at % 5000}`,
  );
  return Buffer.from(['id,comment,interview', ...lines].join('\n'));
}

/**
 * First those that people wrote; then the same with every fifth word from another, so that none of their sentences is there twice. Where
 * they are to be long, one after another.
 */
function textOf(texts: readonly string[], at: number, characters = 0): string {
  let text = varied(texts, at);
  for (let more = at * 13 + texts.length; text.length < characters; more += 1) text += ` ${varied(texts, more)}`;
  return characters === 0 ? text : text.slice(0, characters);
}

function varied(texts: readonly string[], at: number): string {
  const own = texts[at % texts.length] ?? '';
  if (at < texts.length) return own;
  const others = (texts[(at * 7 + 3) % texts.length] ?? '').split(/\s+/);
  return own.replace(/\S+/g, (word, place: number) =>
    (place + at) % 5 === 0 ? (others[place % others.length] ?? '') : word,
  );
}
