/** What a terminal shows for what is written to it: as much of one as progress uses, folding long lines when it gets narrower. */
import type { Terminal } from '../../../cli/live/screen';
import { widthOf } from '../../../cli/live/text';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ESCAPE = '\u001B';
const BROKEN = new RegExp(String.raw`${ESCAPE}(?:\[\??[\d;]*)?$`);
const ORDER = new RegExp(String.raw`${ESCAPE}\[(\??[\d;]*)([A-Za-z])`, 'y');

export class FakeTerminal implements Terminal {
  readonly isTTY = true;
  readonly writes: string[] = [];
  private lines: string[][] = [[]];
  private row = 0;
  private column = 0;
  private wraps = true;
  private rest = '';

  constructor(
    public columns: number,
    public rows = 1000,
  ) {}

  write(text: string): void {
    this.writes.push(text);
    this.feed(text);
  }

  /** What a person sees, from the first line ever written. */
  get shown(): string[] {
    const lines = this.lines.map((line) => line.join('').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  resize(columns: number): void {
    this.columns = columns;
    const below = this.lines.length - this.row;
    this.lines = this.lines.flatMap((line) => {
      const width = line.join('').trimEnd().length;
      const folds = Math.max(1, Math.ceil(width / columns));
      return Array.from({ length: folds }, (_, i) => line.slice(i * columns, (i + 1) * columns));
    });
    this.row = this.lines.length - below;
  }

  /** What comes in pieces may break off inside an order. */
  private feed(piece: string): void {
    const whole = this.rest + piece;
    const broken = BROKEN.exec(whole)?.index ?? whole.length;
    this.rest = whole.slice(broken);
    const text = whole.slice(0, broken);
    for (let at = 0; at < text.length;) {
      ORDER.lastIndex = at;
      const order = ORDER.exec(text);
      if (order) {
        this.obey(order[2] ?? '', order[1] ?? '');
        at += order[0].length;
        continue;
      }
      const { segment = '' } = graphemes.segment(text.slice(at)).containing() ?? {};
      this.put(segment);
      at += segment.length;
    }
  }

  private obey(order: string, argument: string): void {
    if (order === 'A') this.row = Math.max(0, this.row - Number(argument || 1));
    else if (order === 'K') this.line.splice(this.column);
    else if (order === 'J') {
      this.line.splice(this.column);
      this.lines.splice(this.row + 1);
    } else if (argument === '?7') this.wraps = order === 'h';
    else if (order !== 'm' && argument !== '?2026') throw new Error(`unknown order ${argument}${order}`);
  }

  private put(segment: string): void {
    if (segment === '\r') this.column = 0;
    else if (segment === '\n' || segment === '\r\n') {
      this.row += 1;
      this.column = 0;
      this.lines[this.row] ??= [];
    } else {
      const width = widthOf(segment);
      if (this.column + width > this.columns) {
        if (!this.wraps) return;
        this.put('\n');
      }
      this.line[this.column] = segment;
      if (width === 2) this.line[this.column + 1] = '';
      this.column += width;
    }
  }

  private get line(): string[] {
    return (this.lines[this.row] ??= []);
  }
}
