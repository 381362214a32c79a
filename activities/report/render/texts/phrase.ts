/** A text of the page in which words of others are marked, so that they can be shown in their own language. */
export interface Phrase {
  readonly text: string;
  readonly quoted: readonly Quoted[];
}

/** `text.slice(startIdx, endIdx)` is in the language `lang` (ISO 639-1). */
export interface Quoted {
  readonly startIdx: number;
  readonly endIdx: number;
  readonly lang: string;
}

/** Somebody's words, where their language is known. */
export const words = (text: string, lang: string | undefined): Phrase => ({
  text,
  quoted: lang === undefined ? [] : [{ startIdx: 0, endIdx: text.length, lang }],
});

/** Fills in what stands in braces. */
export function fillPhrase(template: string, values: Readonly<Record<string, string | Phrase>>): Phrase {
  return joinPhrases(
    template.split(/(\{\w+\})/).map((piece) => (piece.startsWith('{') && values[piece.slice(1, -1)]) || piece),
  );
}

/** One after the other. */
export function joinPhrases(pieces: readonly (string | Phrase)[]): Phrase {
  let text = '';
  const quoted: Quoted[] = [];
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      for (const { startIdx, endIdx, lang } of piece.quoted)
        quoted.push({ startIdx: text.length + startIdx, endIdx: text.length + endIdx, lang });
    }
    text += typeof piece === 'string' ? piece : piece.text;
  }
  return { text, quoted };
}
