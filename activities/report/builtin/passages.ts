import type { Comment } from '../model';
import { lettersAmong } from './letters';
import { claimSpans, type Span } from './spans';
import { wordingOf } from './wording';

/** A span of a comment that claims something. `letter` is the letter that it is (a part of), where several people sent one. */
export interface Passage extends Span {
  readonly letter?: string;
}

/** The passages of each comment, by its id. Of a letter that several people sent, what stands together is one passage. */
export function passagesOf(comments: readonly Comment[]): ReadonlyMap<string, Passage[]> {
  const spans = new Map(comments.map(({ id, text, lang }) => [id, claimSpans(text, lang)]));
  const texts = new Map(comments.map(({ id, text }) => [id, text]));
  const letters = lettersAmong(
    comments.map(({ id, speaker }) => ({
      id,
      speaker,
      sentences: (spans.get(id) ?? []).map(({ text }) => wordingOf(text)),
    })),
  );
  return new Map(
    [...spans].map(([id, found]) => {
      const copy = letters.get(id);
      if (copy === undefined) return [id, found];
      return [id, joined(found, copy.sentences, copy.letter, texts.get(id) ?? '')];
    }),
  );
}

/** Neighbours that belong to the letter become one. */
function joined(spans: readonly Span[], parts: ReadonlySet<number>, letter: string, text: string): Passage[] {
  const passages: Passage[] = [];
  for (const [at, span] of spans.entries()) {
    const before = passages.at(-1);
    if (!parts.has(at)) passages.push(span);
    else if (before?.letter === undefined) passages.push({ ...span, letter });
    else passages[passages.length - 1] = { ...before, end: span.end, text: text.slice(before.start, span.end) };
  }
  return passages;
}
