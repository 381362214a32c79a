import { beginningOf } from './beginning';
import type { Terms } from './languages/term';
import { termsOf } from './terms';
import type { Unit } from './units';
import { mean, type Vector } from './vectors';
import { wordingIn } from './wording';

/**
 * What one or many said in the same words, or the letter that they sent: one place among the others, however many stand on it. Thirty equal
 * comments would otherwise be each other's nearest, and three topics.
 */
export interface Point {
  readonly id: string;
  readonly units: readonly Unit[];
  /** How many people said it. */
  readonly weight: number;
  /** As most wrote it, and its sentences. */
  readonly text: string;
  readonly sentences: readonly string[];
  readonly lang: string | undefined;
  readonly vector: Vector;
  readonly terms: Terms;
}

/**
 * Names are taken from so much of all points together, of each its beginning. The terms of a text take twenty times its own memory: those of
 * 20 MB did not fit into 1 GB.
 */
const CHARACTERS_FOR_TERMS = 4_000_000;

/** The points of these units, in the order of their first ones. */
export function pointsOf(units: readonly Unit[]): Point[] {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = unit.passages.map(sameOf).join('\n');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [unit]);
    else known.push(unit);
  }
  const each = Math.ceil(CHARACTERS_FOR_TERMS / Math.max(1, groups.size));
  return [...groups].map(([id, same]) => {
    const { text, sentences } = mostWritten(same);
    return {
      id,
      units: same,
      weight: new Set(same.map(({ comment }) => comment.speaker)).size,
      text,
      sentences,
      lang: same[0]?.comment.lang,
      vector: same.length === 1 && same[0] !== undefined ? same[0].vector : mean(same.map(({ vector }) => vector)),
      terms: termsOf(beginningOf(text, each), same[0]?.comment.lang),
    };
  });
}

interface Said {
  readonly text: string;
  readonly letter?: string | undefined;
  readonly context?: string | undefined;
  readonly lang?: string | undefined;
}

/** Equal for two passages that make one claim: in nearly the same words, on the same thing, or of one letter. */
export function sameOf(said: Said): string {
  const { letter, context } = said;
  if (letter !== undefined) return `letter ${letter}`;
  return `says ${wordingIn(said)}${context === undefined ? '' : ` on ${context}`}`;
}

function textOf({ comment, passages }: Unit): string {
  return comment.text.slice(passages[0]?.start, passages.at(-1)?.end);
}

function mostWritten(units: readonly Unit[]): Pick<Point, 'text' | 'sentences'> {
  const counts = new Map<string, { sentences: string[]; count: number }>();
  for (const unit of units) {
    const text = textOf(unit);
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { sentences: unit.passages.map((passage) => passage.text), count: 1 });
    else known.count += 1;
  }
  const [best] = [...counts].sort(
    ([a, one], [b, other]) => other.count - one.count || a.length - b.length || (a < b ? -1 : 1),
  );
  return { text: best?.[0] ?? '', sentences: best?.[1].sentences ?? [] };
}
