/** Words that begin alike and differ in so many last letters say the same in a title (`housing`, `houses`; not `Klima`, `Klimaschutz`). */
const ENDING = 3;
const BEGINNING = 4;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/** Whether a title says all that a term says: each of its words, in some form. */
export function covers(title: string, term: string): boolean {
  const words = wordsOf(title);
  return words.length > 0 && wordsOf(term).every((word) => words.some((other) => areAlike(word, other)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}-]+/gu) ?? [];
}

function areAlike(one: string, other: string): boolean {
  if (UNSPACED.test(one)) return other.includes(one);
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return one === other || (same >= BEGINNING && Math.max(one.length, other.length) - same <= ENDING);
}
