import { sentencesOf, type Sentence } from './english';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MIN_WORDS = 3;
const GREETING =
  /^(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|thanks?|thank you|cheers|best regards|kind regards|sincerely|yours)\b/i;
const MAX_GREETING_WORDS = 6;

/**
 * The spans of a comment that claim something: its sentences of three words or more, without greetings and questions.
 * A comment that has no such sentence claims its whole text, so that nobody's comment goes missing.
 */
export function claimSpans(text: string): Span[] {
  const spans = sentencesOf(text)
    .filter((sentence) => isClaim(text.slice(sentence.start, sentence.end), sentence))
    .map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
  if (spans.length > 0) return spans;
  const start = text.length - text.trimStart().length;
  const whole = text.trim();
  return [{ start, end: start + whole.length, text: whole }];
}

function isClaim(text: string, { tokens }: Sentence): boolean {
  const words = tokens.filter(({ value }) => /[\p{L}\p{N}]/u.test(value)).length;
  if (words < MIN_WORDS || /\?["'”’)\]]*$/u.test(text)) return false;
  return words > MAX_GREETING_WORDS || !GREETING.test(text);
}
