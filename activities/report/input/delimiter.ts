const DELIMITERS = ['\t', ';', '|', ','] as const;
/** The beginning of a file shows its form. */
const SAMPLE_CHARACTERS = 256 * 1024;
/** Below that, most lines disagree about the number of cells. */
const MIN_SHARE = 0.5;
/** So many lines agree by chance only where every sentence has one comma; else the first line must have as many cells. */
const CERTAIN_SHARE = 0.9;
const FIRST_LINES = 10;

/** The delimiter with which most lines have the same number of cells, two at least; undefined for a file of one column. */
export function sniffDelimiter(text: string): string | undefined {
  const lines = countCells(text.slice(0, SAMPLE_CHARACTERS));
  const share = (widths: readonly number[], width: number): number =>
    widths.filter((one) => one === width).length / widths.length;
  const scored = DELIMITERS.map((delimiter, which) => {
    const widths = lines.map(({ counts }) => (counts[which] ?? 0) + 1);
    const width = mostFrequent(widths);
    const all = share(widths, width);
    const head = widths.indexOf(width);
    const heads = head <= FIRST_LINES && (widths[0] ?? 1) > 1;
    // Below titles. In a sentence a delimiter has a space behind it.
    const below =
      !(lines[head]?.text.includes(`${delimiter} `) ?? true) && share(widths.slice(head), width) >= CERTAIN_SHARE;
    return { delimiter, width, all, score: all + (heads ? 1 : 0), certain: heads || below || all >= CERTAIN_SHARE };
  }).filter(({ width, all, certain }) => width > 1 && all >= MIN_SHARE && certain);
  return scored.toSorted((a, b) => b.score - a.score || b.width - a.width)[0]?.delimiter;
}

/** How many of each delimiter stand on each line outside of quotes. A quote opens and closes only beside a delimiter or line end. */
function countCells(text: string): { text: string; counts: readonly number[] }[] {
  const isEdge = (char: string | undefined): boolean =>
    char === undefined || char === '\n' || char === '\r' || DELIMITERS.some((one) => one === char);
  const lines: { text: string; counts: number[] }[] = [];
  let counts = DELIMITERS.map(() => 0);
  let [quoted, begin] = [false, 0];
  const end = (at: number): void => {
    const line = text.slice(begin, at);
    if (line.trim() !== '') lines.push({ text: line, counts });
    counts = DELIMITERS.map(() => 0);
    begin = at + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') {
      if (quoted && text[at + 1] === '"') at += 1;
      else if (quoted ? isEdge(text[at + 1]) : isEdge(text[at - 1])) quoted = !quoted;
    } else if (!quoted && (char === '\n' || char === '\r')) end(at);
    else if (!quoted) {
      const which = DELIMITERS.indexOf(char as (typeof DELIMITERS)[number]);
      if (which >= 0) counts[which] = (counts[which] ?? 0) + 1;
    }
  }
  // The last line may be cut.
  if (lines.length === 0 || text.length < SAMPLE_CHARACTERS) end(text.length);
  return lines;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}
