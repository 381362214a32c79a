import { detect } from 'tinyld';
import type { Comment } from '../model';

/** Below this length detection guesses: of 5,120 English rows of all lengths only 4,642 are called English. */
const MIN_CHARACTERS = 60;
/** Fewer long rows than this say nothing about a file: it is accepted. */
const MIN_ROWS = 5;
/** A sample is enough for a majority, and bounds the time: 0.3 s for this many rows. */
const MAX_ROWS = 1_000;
const MAX_CHARACTERS = 1_000;

export interface LanguageVerdict {
  readonly english: boolean;
  /** The most frequent language among the long rows, as ISO 639-1; '' where none could be told. */
  readonly language: string;
  readonly longRows: number;
  readonly englishRows: number;
}

/** Decides for the file as a whole, by the majority of its long rows; never for a single row. */
export function checkEnglish(comments: readonly Comment[]): LanguageVerdict {
  const long = comments.filter(({ text }) => text.length > MIN_CHARACTERS);
  const step = Math.max(1, Math.ceil(long.length / MAX_ROWS));
  const sample = long.filter((_, at) => at % step === 0);
  const counts = new Map<string, number>();
  for (const { text } of sample) {
    const language = detect(text.slice(0, MAX_CHARACTERS));
    counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [language] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [''];
  const englishRows = counts.get('en') ?? 0;
  const english = sample.length < MIN_ROWS || englishRows * 2 > sample.length;
  return { english, language, longRows: sample.length, englishRows };
}
