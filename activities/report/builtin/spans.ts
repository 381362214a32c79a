import { sentencesOf } from './english';
import { ENGLISH } from './languages';
import { sentencesIn, type Sentence } from './languages/sentences';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MIN_WORDS = 3;
const GREETING =
  /^(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|thanks?|thank you|cheers|best regards|kind regards|sincerely|yours)\b/i;
const GREETING_ELSEWHERE =
  /^(?:hallo|guten (?:tag|morgen|abend)|danke|vielen dank|bonjour|merci|hola|gracias|buenos d[ií]as|ciao|buongiorno|grazie|ol[áa]|obrigad[oa]|dzień dobry|dzi[eę]kuj[eę]|merhaba|te[şs]ekk[üu]rler|здравствуйте|спасибо|مرحبا|شكرا)(?!\p{L})|^(?:你好|您好|谢谢|謝謝|こんにちは|ありがとう|안녕하세요|감사합니다|สวัสดี|ขอบคุณ)/iu;
const MAX_GREETING_WORDS = 6;

/**
 * Each claim costs a vector (10 to 100 ms), and every two of a subtopic may be compared. Real comments never hold so many: of 4,381
 * of them one did. A 5 MiB file of "A b c." would hold 800,000.
 */
const CHARACTERS_A_CLAIM = 50;
const ALWAYS_ALLOWED = 5;

/**
 * The spans of a comment that claim something: its sentences of three words or more, without greetings and questions.
 * A comment that has no such sentence claims its whole text, so that nobody's comment goes missing; of one with more of them than
 * people write, neighbours are one span.
 */
export function claimSpans(text: string, lang = ENGLISH): Span[] {
  const sentences = lang === ENGLISH ? englishSentences(text) : sentencesIn(text, lang);
  const spans = sentences
    .filter((sentence) => isClaim(text.slice(sentence.start, sentence.end), sentence))
    .map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
  if (spans.length > 0)
    return joined(spans, text, Math.max(ALWAYS_ALLOWED, Math.ceil(text.length / CHARACTERS_A_CLAIM)));
  const start = text.length - text.trimStart().length;
  const whole = text.trim();
  return [{ start, end: start + whole.length, text: whole }];
}

/** At most so many (one at least): neighbours are one span where there are more. */
export function joined(spans: readonly Span[], text: string, most: number): Span[] {
  if (spans.length <= most) return [...spans];
  const bounds = Array.from({ length: most + 1 }, (_, at) => Math.floor((at * spans.length) / most));
  return bounds.slice(1).map((after, at) => {
    const start = spans[bounds[at] ?? 0]?.start ?? 0;
    const end = spans[after - 1]?.end ?? start;
    return { start, end, text: text.slice(start, end) };
  });
}

function englishSentences(text: string): Sentence[] {
  return sentencesOf(text).map(({ start, end, tokens }) => ({
    start,
    end,
    words: tokens.filter(({ value }) => /[\p{L}\p{N}]/u.test(value)).length,
  }));
}

function isClaim(text: string, { words }: Sentence): boolean {
  if (words < MIN_WORDS || /[?？؟]["'”’)\]]*$/u.test(text)) return false;
  return words > MAX_GREETING_WORDS || !(GREETING.test(text) || GREETING_ELSEWHERE.test(text));
}
