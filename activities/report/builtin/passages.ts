import type { Comment } from '../model';
import { lettersAmong } from './letters';
import { claimSpans, joined as joinedSpans, type Span } from './spans';
import { wordingIn } from './wording';

/** A span of a comment that claims something. `letter` is the letter that it is (a part of), where several people sent one. */
export interface Passage extends Span {
  readonly letter?: string;
  /** Of one that is about what stands before it: what that is. */
  readonly context?: string;
  /** The language of its comment. */
  readonly lang?: string | undefined;
}

/**
 * So many are analysed: the time and the memory of nearly every step grow with them, and their vectors (42 MB) are one blob. No consultation had as
 * many; 20 MB of long comments have 200,000 sentences.
 */
const MOST_PASSAGES = 60_000;

/**
 * The passages of each comment, by its id. Of a letter that several people sent, what stands together is one passage. Of comments with more
 * than `most` of them, as many neighbours are one passage as it takes; there are never fewer than comments.
 */
export function passagesOf(comments: readonly Comment[], most = MOST_PASSAGES): ReadonlyMap<string, Passage[]> {
  const spans = spansOf(comments, most);
  const texts = new Map(comments.map(({ id, text }) => [id, text]));
  const letters = lettersAmong(
    comments.map(({ id, speaker, lang }) => ({
      id,
      speaker,
      lang,
      sentences: (spans.get(id) ?? []).map(wordingIn),
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

function spansOf(comments: readonly Comment[], most: number): ReadonlyMap<string, Passage[]> {
  const spans = new Map(
    comments.map(({ id, text, lang }) => [id, claimSpans(text, lang).map((span): Passage => ({ ...span, lang }))]),
  );
  const count = [...spans.values()].reduce((sum, own) => sum + own.length, 0);
  if (count <= most) return spans;
  const characters = comments.reduce((sum, { text }) => sum + text.length, 0);
  const each = characters / Math.max(1, most - comments.length);
  return new Map(
    comments.map(({ id, text, lang }) => [
      id,
      joinedSpans(spans.get(id) ?? [], text, Math.max(1, Math.floor(text.length / each))).map((span) => ({
        ...span,
        lang,
      })),
    ]),
  );
}

/** Neighbours that belong to the letter become one. */
function joined(spans: readonly Passage[], parts: ReadonlySet<number>, letter: string, text: string): Passage[] {
  const passages: Passage[] = [];
  for (const [at, span] of spans.entries()) {
    const before = passages.at(-1);
    if (!parts.has(at)) passages.push(span);
    else if (before?.letter === undefined) passages.push({ ...span, letter });
    else passages[passages.length - 1] = { ...before, end: span.end, text: text.slice(before.start, span.end) };
  }
  return passages;
}
