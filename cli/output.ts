/** Where words go: progress and errors to stderr, results to stdout, and with `--json` one object a line to stdout. */
import type { RunEvent } from '../client';
import { jsonOf, shown, shownLines } from './border';
import { colorsFor } from './colors';
import { exitCodeOf } from './exit';
import { Lines, lineOf } from './lines';
import { Live } from './live/live';
import { Screen } from './live/screen';
import { wrapped } from './live/text';
import { Tree } from './live/tree';

/** Of this process; the logs write through it too. */
export const stderr = new Screen();
const colors = colorsFor(process.stderr);

export class Output {
  private seq = 0;
  private readonly lines = new Lines();
  private live: Live | undefined;

  constructor(readonly json: boolean) {}

  /** One event of a run. `--json` alone decides the form. */
  event<Event extends { readonly event: string }>(event: Event): void {
    if (!this.json) return;
    this.seq += 1;
    this.document({ v: 1, seq: this.seq, ...event });
  }

  /** The last event of a command that could not do what it was asked. */
  failed(error: unknown): void {
    this.settle();
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const at = new Date().toISOString();
    this.event({ event: 'error', at, type: name, error: message, exitCode: exitCodeOf(error) });
  }

  /** Lines for people, on stderr. A line break inside one is no line break. */
  say(...lines: readonly string[]): void {
    if (!this.json) for (const line of lines) stderr.line(line);
  }

  /** Sentences for people, on stderr or, as the result, on stdout: of a terminal no word is broken at its edge. */
  prose(lines: readonly string[], stream: 'stderr' | 'stdout' = 'stderr'): void {
    const { isTTY, columns } = process[stream];
    const fitting = isTTY ? lines.flatMap((line) => wrapped(line, columns)) : lines;
    if (stream === 'stdout') this.result(...fitting);
    else this.say(...fitting);
  }

  /** What was done to a run: lines for people, or an event. */
  tell(id: string, ...lines: readonly string[]): void {
    this.say(...lines);
    this.event({ event: 'message', id, at: new Date().toISOString(), text: lines.join('\n') });
  }

  /** Lines of the result, on stdout. Through the stream: a write to the bare pipe ends where the pipe is full. */
  result(...lines: readonly string[]): void {
    for (const line of lines) process.stdout.write(`${shown(line)}\n`);
  }

  /** JSON of the result, on stdout. */
  document(value: unknown, indent?: number): void {
    process.stdout.write(`${jsonOf(value, indent)}\n`);
  }

  /** From here on `progress` is a live tree where people sit at a terminal. `hint` says what Ctrl-C does. */
  follow(id: string, hint: string): void {
    if (!this.json && stderr.isLive) this.live = new Live(new Tree(id, colors, hint), stderr);
  }

  progress(event: RunEvent): void {
    if (!this.live) {
      const line = this.lines.of(event);
      if (line !== '') this.say(line);
      return;
    }
    this.live.show(event);
    // The tree has one line for news, and cuts it: what stops the run is said whole.
    if (event.event === 'healed' || (event.event === 'message' && event.trouble)) this.say(lineOf(event));
    if (event.event !== 'paused' && event.event !== 'finished') return;
    this.settle();
    // The tree cuts what does not fit.
    if (event.event === 'paused')
      for (const { step, message } of event.steps) this.say(...`${step}: ${message}`.split('\n'));
    if (lineOf(event) !== '') this.say(lineOf(event));
  }

  /** The tree stays as it is; plain lines follow. */
  settle(): void {
    this.live?.end();
    this.live = undefined;
  }
}

/** An error for people: what it is, without a stack. */
export function errorLine(error: unknown): string {
  return shownLines(`${colors.red('error:')} ${error instanceof Error ? error.message : String(error)}`);
}
