/** A run as a tree of lines that fit a terminal. Pure: events in, lines out. */
import type { Colors } from '../colors';
import type { RunEvent, StepEvent } from '../../client';
import { Rate } from './rate';
import { NARROW, rowOf, secondsOf } from './row';
import { harmless, shortened, widthOf } from './text';

export interface Step extends Omit<StepEvent, 'event' | 'id' | 'at'> {
  readonly rate: Rate;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export class Tree {
  private readonly steps = new Map<string, Step>();
  private status = 'running';
  private startedAt = '';
  private endedAt = '';
  private note = '';

  constructor(
    private readonly id: string,
    private readonly colors: Colors,
    private readonly hint = '',
  ) {}

  /** @returns whether something still goes on, so that time changes what is to be seen. */
  get isMoving(): boolean {
    return this.endedAt === '';
  }

  apply(event: RunEvent, nowMs: number): void {
    this.note = event.event === 'message' ? event.text : '';
    if (event.event === 'started') this.startedAt = event.at;
    else if (event.event === 'step') this.step(event, nowMs);
    else if (event.event === 'paused') this.end(event.waitingFor.length > 0 ? 'waiting' : 'paused', event.at);
    else if (event.event === 'finished') this.end(event.status, event.at);
  }

  private step({ id: _id, at: _at, event: _event, ...facts }: StepEvent, nowMs: number): void {
    const { rate } = this.steps.get(facts.step) ?? { rate: new Rate() };
    if (facts.items) rate.seen(facts.items.done, nowMs);
    this.steps.set(facts.step, { ...facts, rate });
  }

  private end(status: string, at: string): void {
    this.status = status;
    this.endedAt = at;
  }

  /** Nobody looks on: from now on the tree says what it says. */
  stop(nowMs: number): void {
    if (this.isMoving) this.endedAt = new Date(nowMs).toISOString();
  }

  /** At most `rows` lines, each at most `columns` wide. Finished steps give way first. */
  lines({ columns, rows }: Size, nowMs: number): string[] {
    const until = this.isMoving ? nowMs : Date.parse(this.endedAt);
    const foot = [this.note, this.isMoving ? this.hint : ''].filter((text) => text !== '');
    const footer = foot.map((text) => this.colors.dim(shortened(harmless(text), columns)));
    const all = [...this.steps.values()];
    const options = { columns, nowMs: until, colors: this.colors, isMoving: this.isMoving };
    const blocks = all.map((step, i) => rowOf(step, { ...options, isLast: i === all.length - 1 }));
    const room = Math.max(1, rows - 1 - footer.length);
    return [this.head(columns, until), ...this.within(room, all, blocks), ...footer];
  }

  private within(room: number, steps: readonly Step[], blocks: readonly string[][]): string[] {
    const whole = blocks.flat();
    if (whole.length <= room) return whole;
    const live = blocks.filter((_, i) => steps[i]?.status !== 'done');
    const hidden = blocks.length - live.length;
    const recent = live.flat().slice(-Math.max(0, room - 1));
    return [this.colors.dim(`├─ ${hidden} finished`), ...recent];
  }

  private head(columns: number, untilMs: number): string {
    const done = [...this.steps.values()].filter(({ status }) => status === 'done').length;
    const took = this.startedAt === '' ? '' : secondsOf(untilMs - Date.parse(this.startedAt));
    const count = done === 0 || columns < NARROW ? '' : `${done} done`;
    const facts = [this.status, took, count].filter((fact) => fact !== '').join(' · ');
    const name = shortened(harmless(this.id), Math.max(8, columns - facts.length - 3));
    return `${this.colors.bold(name)} ${this.colors.dim(`· ${shortened(facts, columns - widthOf(name) - 3)}`)}`;
  }
}
