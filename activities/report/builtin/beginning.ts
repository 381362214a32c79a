/** As much of a text as stands for it where all of it would be too much: up to the end of a word, where it has any. */
export function beginningOf(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const cut = text.slice(0, characters);
  return cut.replace(/\s+\S*$/, '') || cut;
}
