/**
 * The state of one run inside its workflow, and who may change it. Bodies come and go (`law.ts` runs the body again when
 * state was lost); the kernel stays.
 */
import type { Kept, LostInput, Opened } from '../../activities/kit/contract';
import { Call } from './call';
import type { Pause } from './call';
import type { Children } from './child';
import { Effects } from './effects';
import type { Epoch } from './epoch';
import { Facts } from './facts';
import { cut, stop } from './failure';
import type { RunProgress, RunStatus, StepRow } from './messages';
import { Parking } from './parking';
import { showProgress } from './progress';
import { Room } from './room';
import type { Sdk } from './sdk';
import { STATUS_ATTRIBUTE } from './temporal';
import { Told } from './told';
import { Undos } from './undo';
import type { Doing } from './undo';
import type { Wait } from './waits';

const MAX_HEALS = 20;
const MAX_STRIKES = 3;

export class Kernel {
  readonly id: string;
  readonly parking: Parking;
  readonly room = new Room();
  readonly facts = new Facts();
  readonly effects = new Effects();
  readonly told = new Told();
  readonly undos = new Undos();
  /** What waits for a person now. Written by the calls. */
  readonly pauses = new Set<Pause>();
  /** Questions that are open, by name. */
  readonly waits = new Map<string, Wait>();
  readonly children: Children = new Map();
  /** Steps that a person wants paid again, with the name of that wish. */
  readonly fresh = new Map<string, string>();
  /** Given by a person (`pauseRun`): no new step starts while it is set. */
  heldFor: string | undefined;
  /** What becomes of calls that failed for good, where they say nothing themselves. `fail`: nobody watches the run. */
  onFailure: 'pause' | 'fail' = 'pause';
  activeMs = 0;
  stateTtlMs = 24 * 3600 * 1000;
  epoch: Epoch | undefined;
  /** Whether the search attribute is registered, and whether somebody wants to be told. */
  searchable = false;
  notifies = false;
  notices = 0;

  private status: RunStatus = 'running';
  private ending: 'cancelling' | 'undoing' | undefined;
  private error: string | undefined;
  private calls: Call[] = [];
  private readonly namesakes = new Map<string, number>();
  /** The kit's own activities that pause the run: bodies come and go without them. */
  private readonly ownCalls = new Set<Call>();
  private readonly sleeps = new Set<{ readonly wakesMs: number }>();
  private underWay = 0;
  private heals = 0;
  private readonly strikes = new Map<string, number>();
  private readonly struck = new Set<string>();
  private isChanged = false;
  private shown: RunStatus | undefined;

  constructor(readonly sdk: Sdk) {
    this.id = sdk.execution().workflowId;
    this.parking = new Parking(sdk);
  }

  opened({ remembered, searchAttributes, notifies, stateTtlMs }: Opened): void {
    this.facts.take(remembered);
    this.searchable = searchAttributes.includes(STATUS_ATTRIBUTE);
    this.notifies = notifies;
    this.stateTtlMs = stateTtlMs;
  }

  kept(date: string): Kept {
    return { date, remembered: this.facts.all() };
  }

  begin(epoch: Epoch): void {
    this.epoch = epoch;
    this.calls = [];
    this.namesakes.clear();
    this.effects.begin();
  }

  get hasEnded(): boolean {
    return this.status !== 'running';
  }

  /** Somebody wants it cancelled. */
  cancelling(): void {
    this.ending = 'cancelling';
    this.changed();
  }

  /** What it did is undone now, for it ends with this. Whoever held it did not mean that. */
  undoing(error: unknown): void {
    this.ending ??= 'undoing';
    this.heldFor = undefined;
    this.fails(error);
    this.changed();
  }

  /** No body runs any more: its calls that have not ended never will. */
  closeCalls(): void {
    for (const call of this.calls) call.cancel();
  }

  /** No body of it runs any more. */
  get isUndoing(): boolean {
    return this.error !== undefined;
  }

  end(status: RunStatus, error?: unknown): void {
    this.status = status;
    this.fails(error);
  }

  private fails(error: unknown): void {
    const told = error instanceof Error ? (error.cause instanceof Error ? error.cause : error) : undefined;
    this.error = told && cut(told.message);
  }

  /** A call of the body, with a name that no other call of this body has: `parse`, `parse [customer 7]`, `parse #3`. */
  newCall(step: string, label?: string, undoes?: Doing): Call {
    if (label !== undefined && !isLabel(label))
      throw stop('OptionInvalid', `the label of a call of ${step} must be text of 1 to ${LABEL_CHARACTERS} characters`);
    const labels = [...(label === undefined ? [] : [label]), ...(undoes ? [`undo of ${undoes.call}`] : [])];
    const name = labels.length === 0 ? step : `${step} [${labels.join(', ')}]`;
    const number = (this.namesakes.get(name) ?? 0) + 1;
    this.namesakes.set(name, number);
    const call = new Call(this, step, number > 1 ? `${name} #${number}` : name, label);
    this.calls.push(call);
    return call;
  }

  /** A call of one of the kit's own activities, shown while `waits` is under way. */
  async ownCall<T>(name: string, waits: (call: Call) => Promise<T>): Promise<T> {
    const call = new Call(this, name, name, undefined, true);
    this.ownCalls.add(call);
    try {
      return await waits(call);
    } finally {
      this.ownCalls.delete(call);
      this.changed();
    }
  }

  /** A call that the kit makes for the body: shown only while it waits for a person. */
  quietCall(name: string): Call {
    return new Call(this, name, name);
  }

  /** What waits for a person, by the name of the step or of one call of it. */
  pausedAs(name: string): readonly Pause[] {
    return [...this.pauses].filter(({ call }) => call.name === name || call.step === name);
  }

  get steps(): ReadonlySet<string> {
    return new Set(this.calls.map((call) => call.step));
  }

  get wasSkipped(): boolean {
    return this.calls.some((call) => call.skippedFor !== undefined);
  }

  /** While an activity is under way, with its attempts and the delays between them, the time is active time. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await work();
    } finally {
      this.underWay -= 1;
    }
  }

  /** While `sleep` lasts the body waits for the time `wakesMs`. */
  async sleeping(wakesMs: number, sleep: () => Promise<unknown>): Promise<void> {
    const one = { wakesMs };
    this.sleeps.add(one);
    this.changed();
    try {
      await sleep();
    } finally {
      this.sleeps.delete(one);
      this.changed();
    }
  }

  /** Nobody works on the run: its body waits for a person, a signal, a child or a time. That does not count as active. */
  get idle(): boolean {
    return this.underWay === 0;
  }

  private get isPaused(): boolean {
    return this.heldFor !== undefined || this.pauses.size > 0;
  }

  /** Something that people see is another. Shown once for all that changes in a turn: a thousand calls may begin in one. */
  changed(): void {
    if (this.isChanged) return;
    this.isChanged = true;
    void Promise.resolve().then(() => {
      this.isChanged = false;
      showProgress(this);
    });
  }

  /** @returns whether this status is news. */
  turnedTo(status: RunStatus): boolean {
    const isNews = status !== this.shown;
    this.shown = status;
    return isNews;
  }

  progress(): RunProgress {
    const live = this.isPaused ? 'paused' : (this.ending ?? (this.waits.size > 0 ? 'waiting' : 'running'));
    return {
      id: this.id,
      status: this.status === 'running' ? live : this.status,
      steps: shortened([...new Set([...this.ownCalls, ...this.calls, ...this.waitingCalls])].map(({ row }) => row)),
      heals: this.heals,
      strikes: Object.fromEntries(this.strikes),
      waitingFor: [...this.waits.keys()],
      waits: [...this.waits.values()].map((wait) => wait.row),
      activeMs: this.activeMs,
      ...(this.sleeps.size === 0 ? {} : { sleepsUntil: this.wakes() }),
      ...(this.heldFor === undefined ? {} : { heldFor: this.heldFor }),
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  private get waitingCalls(): Call[] {
    return [...this.pauses].map(({ call }) => call);
  }

  /** When the first sleep ends. */
  private wakes(): string {
    return new Date(Math.min(...[...this.sleeps].map(({ wakesMs }) => wakesMs))).toISOString();
  }

  /** Rule 12: every loss is a heal, a corrupt input also a strike against the step that made it. */
  countHeal(lost: readonly LostInput[]): void {
    this.heals += 1;
    if (this.heals > MAX_HEALS)
      throw stop('TooManyHeals', `stored state was lost ${this.heals} times; is Redis evicting or too small?`);
    for (const { step, gen, corrupt, strikes } of lost) {
      const commit = `${step} ${gen}`;
      if (!corrupt || this.struck.has(commit)) continue;
      this.struck.add(commit);
      const count = Math.max((this.strikes.get(step) ?? 0) + 1, strikes);
      this.strikes.set(step, count);
      if (count >= MAX_STRIKES) throw stop('TooManyStrikes', `the output of ${step} was corrupt ${count} times`);
    }
  }
}

const LABEL_CHARACTERS = 80;

/** One line of text: it stands in rows, in the Web UI and in what people type. */
const isLabel = (label: unknown): boolean =>
  typeof label === 'string' && /^[^\p{Control}\p{Surrogate}]+$/u.test(label) && label.length <= LABEL_CHARACTERS;

/** Characters of the messages of all rows together, in the answer to `progress`. */
const ROWS_CHARACTERS = 100_000;

/** The answer to a query has a limit of 2 MB: of many rows each says less. Of up to 100, nothing is cut. */
function shortened(rows: readonly StepRow[]): StepRow[] {
  const characters = Math.floor(ROWS_CHARACTERS / Math.max(1, rows.length));
  const less = (text: string): string => cut(text, characters);
  return rows.map((row) => ({
    ...row,
    ...(row.message === undefined ? {} : { message: less(row.message) }),
    ...(row.skippedFor === undefined ? {} : { skippedFor: less(row.skippedFor) }),
  }));
}
