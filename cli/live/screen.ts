/** Standard error as people see it: lines that stay, and on a terminal below them a frame that is drawn again in place. */
import { writeSync } from 'node:fs';
import { shown } from '../border';
import { widthOf } from './text';

const UP = (rows: number): string => (rows > 0 ? `\u001B[${rows}A` : '');
const ERASE_LINE = '\u001B[K';
const ERASE_BELOW = '\u001B[J';
/** Shown at once where a terminal knows this, ignored elsewhere. Nothing wraps meanwhile, whatever a font does. */
const BEGIN = '\u001B[?2026h\u001B[?7l';
const END = '\u001B[?7h\u001B[?2026l';

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/**
 * The cursor rests in the first column below the frame, and is never hidden: a process that is killed leaves nothing to
 * repair.
 */
export class Screen {
  private frame: readonly string[] = [];

  constructor(
    private readonly terminal: Terminal = process.stderr,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Whether a frame can be drawn. */
  get isLive(): boolean {
    return this.terminal.isTTY === true && this.env['TERM'] !== 'dumb';
  }

  get columns(): number {
    return this.terminal.columns ?? 80;
  }

  get rows(): number {
    return this.terminal.rows ?? 24;
  }

  /** A line that stays, above the frame. */
  line(text: string): void {
    if (this.frame.length === 0) {
      if (this.terminal === process.stderr) writeSync(2, `${shown(text)}\n`);
      else this.terminal.write(`${shown(text)}\n`);
      return;
    }
    const { frame } = this;
    const upwards = this.upwards();
    this.frame = [];
    this.terminal.write(`${upwards}${ERASE_BELOW}${shown(text)}\n`);
    this.draw(frame);
  }

  /** Shows these lines in place of those drawn before. Each must fit the width. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => `${shown(line)}${ERASE_LINE}\n`).join('');
    this.terminal.write(`${BEGIN}${this.upwards()}${text}${ERASE_BELOW}${END}`);
    this.frame = lines;
  }

  /** What is drawn stays; what comes next is written below. */
  leave(): void {
    this.frame = [];
  }

  /** To the top of the frame. Where the terminal got narrower, it has folded lines that were wider. */
  private upwards(): string {
    const folded = this.frame.map((line) => Math.max(1, Math.ceil(widthOf(line) / this.columns)));
    return `\r${UP(folded.reduce((sum, rows) => sum + rows, 0))}`;
  }
}
