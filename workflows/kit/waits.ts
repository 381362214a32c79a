/**
 * What a run waits for with `run.waitFor`, one `Wait` a name. The question is the kernel's: asked once in an execution, whatever
 * number of bodies come to it, with one deadline and one answer.
 *
 *   open → answered   the update `answer`, with a value that its schema takes
 *   open → over       the deadline came first
 *
 * Reminders are steps, so they belong to the body that is current (waitFor.ts).
 */
import type { z } from 'zod';
import type { JsonSchema } from '../../activities/kit/contract';
import type { Epoch } from './epoch';
import { refused } from './failure';
import { issuesIn } from './issues';
import type { WaitFile, WaitRow } from './messages';
import { fitsInline, sizes } from './shapes';

const REMEMBERED_MS = 60_000;

export class Wait {
  /** When it was first asked, by whatever execution: known once it has begun. */
  sinceMs: number;
  hasBegun = false;
  /** Reminders that this execution sent. */
  sent = 0;
  /** The body that sends them. */
  remindedBy: Epoch | undefined;
  /** The number of a reminder that is due, or under way. */
  private reminder: number | undefined;
  private told: { readonly value: unknown } | undefined;

  constructor(
    readonly name: string,
    nowMs: number,
    private readonly schema?: JsonSchema,
    private readonly timeoutMs?: number,
    private readonly files: readonly WaitFile[] = [],
  ) {
    this.sinceMs = nowMs;
  }

  get isAnswered(): boolean {
    return this.told !== undefined;
  }

  get answer(): unknown {
    return this.told?.value;
  }

  get deadlineMs(): number | undefined {
    return this.timeoutMs === undefined ? undefined : this.sinceMs + this.timeoutMs;
  }

  /** A shorter one is asked anew by another execution, rather than costing an activity. */
  get isLong(): boolean {
    return (this.timeoutMs ?? 0) >= REMEMBERED_MS;
  }

  get row(): WaitRow {
    const { deadlineMs, sent, files } = this;
    return {
      name: this.name,
      since: new Date(this.sinceMs).toISOString(),
      ...(deadlineMs === undefined ? {} : { until: new Date(deadlineMs).toISOString() }),
      ...(sent === 0 ? {} : { reminders: sent }),
      ...(files.length === 0 ? {} : { files }),
    };
  }

  /** An earlier execution asked it at that time. Where its time is over nobody could answer any more: it is asked anew. */
  askedBefore(sinceMs: number, nowMs: number): void {
    if (this.timeoutMs === undefined || sinceMs + this.timeoutMs > nowMs) this.sinceMs = sinceMs;
  }

  /** The number of the next reminder: of those whose time is past only one that was not brought to its end. */
  reminderAfter(nowMs: number, everyMs: number): number {
    return (this.reminder ??= Math.floor((nowMs - this.sinceMs) / everyMs) + 1);
  }

  reminded(): void {
    this.sent += 1;
    this.reminder = undefined;
  }

  /** Refuses what its schema does not take, in words for whoever answered. Not asked on replay: what was answered stays so. */
  mustFit(value: unknown): void {
    if (!this.schema) return;
    const parsed = this.schema.safeParse(value);
    if (!parsed.success)
      throw refused('AnswerInvalid', `'${this.name}' takes no such answer: ${issuesIn(parsed.error)}`);
    if (fitsInline(parsed.data ?? null)) return;
    throw refused(
      'AnswerInvalid',
      `what the schema of '${this.name}' makes of it is no JSON of at most ${sizes.inlineBytes} bytes`,
    );
  }

  /** Takes an answer that passed its schema, perhaps that of an earlier release: then it is taken as it came. */
  take(value: unknown): void {
    const parsed = this.read(value);
    this.told = { value: parsed?.success ? (parsed.data ?? null) : value };
  }

  private read(value: unknown): z.ZodSafeParseResult<unknown> | undefined {
    try {
      return this.schema?.safeParse(value);
    } catch {
      // Only a schema that is another than the one that let it pass.
      return undefined;
    }
  }
}
