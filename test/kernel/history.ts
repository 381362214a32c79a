/** One random history: a seed says what the body is, and what happens to it. */
import { Outside } from './outside';
import { bodyOf, diceOf, randomProgram, stepsOf } from './program';
import type { Program } from './program';
import { TestRun } from './run';
import type { Scheduled } from '../../testing/memory/virtual';
import { UndoLedger } from './undoLedger';

const EVENTS = 25;
/** A run ends at twenty heals; what is on trial here is what it does before. */
const MAX_LOSSES = 8;
/** More than any of these bodies can need once nothing fails any more. */
const MAX_DRAIN = 400;
const EFFECTS = ['shop.charge', 'shop.pay'];
const isUndo = ({ name }: Scheduled): boolean => name === 'shop.refund';

export class History {
  readonly log: string[] = [];
  /** Kinds of things that happened. */
  readonly seen = new Set<string>();
  private readonly random;
  private readonly program: Program;
  private readonly outside: Outside;
  private readonly run: TestRun;
  private losses = 0;
  /** Effects that had happened when they were last looked at. */
  private checked = 0;
  /** How many effects of a site a person wanted, beside the one that the body wants. */
  private readonly wanted = new Map<number, number>();
  /** Effects that were answered in this execution, and that nobody wanted made again: step and input. */
  private readonly answered = new Set<string>();
  private readonly undos: UndoLedger;
  private isCancelled = false;
  private readonly fails: boolean;

  constructor(seed: number) {
    this.random = diceOf(seed);
    this.program = randomProgram(this.random);
    this.outside = new Outside(stepsOf(this.random));
    this.fails = this.random.below(4) === 0;
    this.undos = new UndoLedger(this.program, this.outside);
    this.run = new TestRun(this.outside, bodyOf(this.program, this.fails), { runTimeout: '300 days' });
  }

  async play(): Promise<void> {
    this.log.push(JSON.stringify(this.program));
    await this.run.sdk.settle();
    for (let i = 0; i < EVENTS && !this.run.ended; i += 1) {
      await this.event();
      this.check();
    }
    await this.drain();
    this.checkEnd();
  }

  private async event(): Promise<void> {
    const { random, run } = this;
    const { pending } = run;
    const roll = random.below(100);
    const activity = pending[random.below(Math.max(1, pending.length))];
    if (activity && roll < 55) this.answer(activity);
    else if (activity && roll < 63) this.die(activity);
    else if (activity && roll < 70 && !activity.name.startsWith('kit.')) this.exhaust(activity);
    else if (roll < 78 && this.losses < MAX_LOSSES) this.lose(random.below(2) === 0);
    else if (roll < 90) await this.decide(['retryStep', 'skipStep'][random.below(2)] ?? '');
    else if (roll < 93) await this.hold();
    else if (roll < 94) this.cancel();
    else if (roll < 98) await this.answerWaits();
    else await run.sdk.pass(3_600_000);
    await run.sdk.settle();
  }

  private answer(activity: Scheduled): void {
    this.log.push(`answer ${activity.name} ${JSON.stringify(activity.args[0])}`);
    const isLost = !this.outside.answer(this.run.sdk, activity);
    this.undos.ended(activity, isLost ? 'failed' : 'answered');
    this.seen.add('answered');
  }

  private die(activity: Scheduled): void {
    this.log.push(`die ${activity.name}`);
    this.outside.die(activity);
    this.seen.add(isUndo(activity) ? 'undo died' : 'died');
  }

  private exhaust(activity: Scheduled): void {
    this.log.push(`exhaust ${activity.name}`);
    this.outside.exhaust(this.run.sdk, activity);
    this.undos.ended(activity, 'failed');
    if (isUndo(activity)) this.undos.stepsAside();
    this.seen.add(isUndo(activity) ? 'undo exhausted' : 'exhausted');
  }

  private cancel(): void {
    this.log.push('cancel');
    this.isCancelled = true;
    this.run.sdk.cancel();
    this.seen.add('cancelled');
  }

  private lose(all: boolean): void {
    this.losses += 1;
    if (this.run.progress.steps.some(({ name }) => name.includes('undo of'))) this.seen.add('undo lost');
    this.log.push(all ? 'flush' : 'lose blobs');
    if (all) this.outside.flush();
    else this.outside.loseBlobs();
  }

  private async hold(): Promise<void> {
    const held = this.run.progress.heldFor !== undefined;
    this.seen.add('held');
    await this.tell(held ? 'resumeRun' : 'pauseRun', held ? undefined : { reason: 'lunch' });
  }

  private async answerWaits(): Promise<void> {
    for (const name of this.run.progress.waitingFor) await this.tell('answer', { name, value: name });
  }

  /** A person decides about one call that is paused: whatever it is called, it can be decided on. */
  private async decide(how: string): Promise<void> {
    const { random, run } = this;
    const paused = run.progress.steps.filter(({ status }) => status === 'paused');
    const row = paused[random.below(Math.max(1, paused.length))];
    if (!row) return;
    const isUndoing = run.progress.error !== undefined;
    if (isUndoing && how === 'skipStep') this.undos.left(row.name);
    const from = how === 'retryStep' && !isUndoing && random.below(6) === 0 ? this.anyStep() : undefined;
    this.seen.add(from === undefined ? how : 'from');
    const base = row.name.replace(/ #\d+$/, '');
    const decided = run.progress.steps.filter(
      ({ name, status }) => status === 'paused' && (name === row.name || row.name === base) && name.startsWith(base),
    );
    for (const { message = '' } of decided) this.want(how, message);
    if (from !== undefined) this.wantAll(from);
    await this.tell(how, {
      step: row.name,
      ...(how === 'skipStep' ? { reason: 'enough' } : from !== undefined && { from }),
    });
  }

  /** A retry of a call that paused because of another answer makes its effect as well. */
  private want(how: string, message: string): void {
    const [, kind, now = ''] = /(Done|Begun): .* Now: (.*)$/.exec(message) ?? [];
    if (kind !== undefined) this.seen.add(kind === 'Done' ? 'conflict' : 'begun');
    if (kind === undefined || (how === 'skipStep' && kind === 'Done')) return;
    // What was begun has been looked after: other calls that waited because of it go on too.
    const sites =
      kind === 'Begun' ? this.program.flat().map((one) => one.site) : [Number(/"site":(\d+)/.exec(now)?.[1])];
    for (const site of sites) this.wanted.set(site, (this.wanted.get(site) ?? 0) + 1);
  }

  /** `--from` an effect wants every effect of that step made again. */
  private wantAll(step: string): void {
    for (const name of this.answered) if (name.startsWith(`${step} `)) this.answered.delete(name);
    if (!EFFECTS.includes(step)) return;
    for (const { site } of this.program.flat()) this.wanted.set(site, (this.wanted.get(site) ?? 0) + 1);
  }

  private anyStep(): string {
    const names = this.run.progress.steps.map(({ name }) => name.replace(/ #\d+$/, ''));
    return names[this.random.below(names.length)] ?? '';
  }

  private async tell(name: string, argument?: object): Promise<void> {
    this.log.push(`${name} ${JSON.stringify(argument)}`);
    let refusal: string | undefined;
    const told = this.run.sdk.update(name, argument).catch((error: unknown) => (refusal = (error as Error).message));
    await this.run.sdk.settle();
    for (const reset of this.run.pending.filter((one) => one.name === 'kit.reset'))
      this.outside.answer(this.run.sdk, reset);
    await this.run.sdk.settle();
    for (const reset of this.run.pending.filter((one) => one.name === 'kit.reset'))
      this.outside.answer(this.run.sdk, reset);
    await this.run.sdk.settle();
    await told;
    if (refusal !== undefined) throw new Error(`${name} ${JSON.stringify(argument)} was refused: ${refusal}`);
  }

  private check(): void {
    const { run, outside } = this;
    const { status, steps, waitingFor, heldFor, heals } = run.progress;
    if (heals > 0) this.seen.add('heal');
    if (run.ended) return;
    const made = outside.done.length;
    const isNews = made !== this.checked;
    this.checked = made;
    for (const { site } of isNews ? this.program.flat() : []) {
      const keys = new Set(
        outside.done
          .filter(({ step, input }) => EFFECTS.includes(step) && input['site'] === site)
          .map(({ key }) => key),
      );
      const most = 1 + (this.wanted.get(site) ?? 0);
      if (keys.size > most)
        throw new Error(`the effect of site ${site} was made under ${keys.size} keys, wanted ${most}`);
    }
    const isPaused = steps.some((row) => row.status === 'paused') || heldFor !== undefined;
    if (isPaused !== (status === 'paused')) throw new Error(`${status}, and its rows say otherwise`);
    if (run.pending.length === 0 && !isPaused && waitingFor.length === 0)
      throw new Error(`nothing is under way, and nobody is waited for: ${run.sdk.details}`);
    if (run.sdk.timers > 3) throw new Error(`${run.sdk.timers} timers`);
    if ([...run.sdk.pending].filter(({ name }) => name === 'kit.keepAlive').length > 1)
      throw new Error('kept alive twice');
  }

  /** From now on all goes well, and a person has everything made that waits. */
  private async drain(): Promise<void> {
    const { run } = this;
    for (let i = 0; i < MAX_DRAIN && !run.ended; i += 1) {
      const [activity] = run.pending;
      if (activity) this.answer(activity);
      else if (run.progress.heldFor !== undefined) await this.hold();
      else if (run.progress.waitingFor.length > 0) await this.answerWaits();
      else await this.decide(i % 5 === 0 ? 'skipStep' : 'retryStep');
      await run.sdk.settle();
      this.check();
    }
  }

  private checkEnd(): void {
    const { run } = this;
    if (run.ended && 'error' in run.ended) {
      if (!this.fails && !this.isCancelled) throw run.ended.error;
      this.seen.add(this.undos.checkUndone(run.ended.error, run.progress.status));
      return;
    }
    this.undos.checkNothingUndone(this.isCancelled);
    const results = run.result as readonly { kind: string; site: number; result: unknown }[];
    for (const { kind, site, result } of results) {
      const told = JSON.stringify(result);
      if (kind === 'once' && result !== site) throw new Error(`once-${site} gave ${told}`);
      if (kind === 'wait' && result !== `wait-${site}`) throw new Error(`wait-${site} gave ${told}`);
      if (kind === 'map' && result !== 3) throw new Error(`map ${site} has ${told} items`);
    }
  }
}
