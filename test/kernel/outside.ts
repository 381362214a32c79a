/**
 * What stands behind the kernel in its tests: workers with their guard, Redis, and the world in which effects happen. It keeps
 * the promises that the guard keeps (tests of its own), so that only the kernel is on trial.
 */
import '../../testing/memory/asyncLocal';
import { createHash } from 'node:crypto';
import type { CallOptions, EffectKey, MapCounts, Mapped, Opened, Ref } from '../../activities/kit/contract';
import { identityOf } from '../../workflows/kit/identity';
import { KERNEL } from '../../workflows/kit/version';
import type { Scheduled, Virtual } from '../../testing/memory/virtual';
import type { Entry } from './mapOutput';
import { failed, failure } from './temporalFailures';

export type Input = Readonly<Record<string, unknown>>;

export interface FakeStep {
  /** Content behind references in place of them. */
  readonly run: (input: Input) => unknown;
  /** What it returns travels by reference. */
  readonly byRef?: boolean;
  readonly isEffect?: boolean;
  readonly key?: (input: Input) => string;
  readonly whenSkipped?: (input: Input) => unknown;
}

export interface Done {
  readonly step: string;
  /** As the outside sees it: two calls with one key are one effect. */
  readonly key: string;
  readonly input: Input;
  /** What it undoes: step and input. */
  readonly undoes?: string;
}

export class Outside {
  /** Every effect that happened, in order, repeated ones too. */
  readonly done: Done[] = [];
  /** Times that the own code of a step ran. */
  readonly ran: string[] = [];
  readonly resets: unknown[] = [];
  stateTtlMs = 24 * 3600 * 1000;
  /** Search attributes that Temporal knows, and whether somebody wants to be told. */
  searchAttributes: readonly string[] = [];
  notifies = false;
  /** Times that an effect may have begun and its key could not be told. */
  nameless = 0;
  private records = new Map<string, unknown>();
  private blobs = new Map<string, unknown>();
  private facts = new Map<string, unknown>();
  private gen = 0;

  constructor(private readonly steps: Readonly<Record<string, FakeStep>>) {}

  /** All that Redis held is gone. */
  flush(): void {
    this.records = new Map();
    this.blobs = new Map();
    this.facts = new Map();
  }

  /** What was stored by reference is gone, the records are not. */
  loseBlobs(): void {
    this.blobs = new Map();
  }

  keysOf(step: string): ReadonlySet<string> {
    return new Set(this.done.filter((one) => one.step === step).map(({ key }) => key));
  }

  /** Answers an activity as a worker does whose step's own code succeeds. @returns whether that could be. */
  answer(sdk: Virtual, activity: Scheduled): boolean {
    try {
      const output = this.outputOf(activity);
      sdk.answer(activity, output);
      return true;
    } catch (error) {
      sdk.fail(activity, failed(activity, error as Error));
      return false;
    }
  }

  /** The step's own code ran, its effect happened, and then its worker died: the activity is still open. */
  die(activity: Scheduled): void {
    const step = this.steps[activity.name];
    const data = step && this.read(activity);
    if (!step || data === undefined || optionsOf(activity).skip !== undefined) return;
    if (this.hasWhole(this.nameOf(activity))) return;
    this.happen(activity, step, data);
  }

  /** Its step failed too often, after what may have been its effect. */
  exhaust(sdk: Virtual, activity: Scheduled): void {
    const begun = this.begunBy(activity);
    const details = [{ failed: 5 }, ...(begun ? [begun] : [])];
    sdk.fail(activity, failed(activity, failure('StepExhausted', `${activity.name} failed 5 times`, details)));
  }

  private outputOf(activity: Scheduled): unknown {
    const [input] = activity.args as [Input];
    switch (activity.name) {
      case 'kit.open':
        return this.open(input);
      case 'kit.remember': {
        const key = input['key'] as string;
        if (!this.facts.has(key)) this.facts.set(key, input['value']);
        return this.facts.get(key);
      }
      case 'kit.reset':
        return this.reset(input);
      case 'kit.effectKey': {
        const of = { ...activity, name: input['step'] as string, args: [input['input']] };
        return this.keyOf(of, this.read(of) ?? this.lost(of));
      }
      case 'kit.gather':
        return this.gather(input);
      case 'kit.list':
        return this.list(input);
      case 'kit.value':
        return (this.read(activity) ?? this.lost(activity))['ref'];
      default:
        return this.stepOf(activity);
    }
  }

  private open({ input, kept }: Input): Opened {
    const remembered = (kept as Opened | undefined)?.remembered ?? {};
    for (const [key, value] of Object.entries(remembered)) this.facts.set(key, value);
    const { stateTtlMs, searchAttributes, notifies } = this;
    const facts = { kernel: KERNEL, searchAttributes, notifies, stateTtlMs };
    return { input, date: '2026-01-01T00:00:00.000Z', remembered: Object.fromEntries(this.facts), ...facts };
  }

  private gather({ of, parts }: Input): unknown {
    const each = parts as readonly Mapped<unknown>[];
    this.mustHave(
      of as string,
      each.map((value, i) => ({ field: `part ${i}`, value })),
    );
    const sum = (what: keyof MapCounts): number => each.reduce((all, { counts }) => all + counts[what], 0);
    const joined = this.put(
      String(of),
      each.flatMap(({ $ref }) => this.blobs.get($ref) as unknown[]),
    );
    const facts = ['total', 'ok', 'failed', 'skipped', 'cached'] as const;
    return { ...joined, counts: Object.fromEntries(facts.map((fact) => [fact, sum(fact)])) };
  }

  private list({ of, lists, minus = [], flat, unique }: Input): unknown {
    const sources = [lists, minus] as (Ref<unknown> | unknown[])[][];
    const refs = sources.flat().filter(isRef);
    this.mustHave(
      'kit.list',
      refs.map((value, i) => ({ field: `list ${i + 1}`, value })),
    );
    const [made = [], without = []] = sources.map((all) =>
      all.flatMap((one) => (isRef(one) ? this.seen(one) : one) as unknown[]),
    );
    const items = (flat ? made.flat() : made).map((item) => JSON.stringify(item));
    const left = items.filter((item) => !without.some((other) => JSON.stringify(other) === item));
    const kept = unique ? [...new Set(left)] : left;
    return this.put(
      String(of),
      kept.map((text) => JSON.parse(text) as unknown),
    );
  }

  private reset(request: Input): string[] {
    this.resets.push(request);
    const { step, floor } = request as { step?: string; floor: boolean };
    const names = step === undefined ? this.withFailures() : [step];
    const isOf = (name: string): boolean => names.some((one) => name.startsWith(`${one} `));
    if (floor) for (const name of this.records.keys()) if (isOf(name)) this.records.delete(name);
    return names;
  }

  private withFailures(): string[] {
    const names = [...this.records].filter(
      ([, output]) => ((output as Partial<Mapped<unknown>>).counts?.failed ?? 0) > 0,
    );
    return [...new Set(names.map(([name]) => name.split(' ')[0] ?? ''))];
  }

  private stepOf(activity: Scheduled): unknown {
    const step = this.steps[activity.name];
    if (!step) throw failure('NotFound', `no step ${activity.name}`);
    const { skip, undo } = optionsOf(activity);
    if (undo && step.byRef) throw failure('OptionInvalid', `${activity.name} returns references`);
    const name = this.nameOf(activity);
    if (!this.hasWhole(name)) {
      const data = this.read(activity) ?? this.lost(activity);
      if (skip !== undefined && step.whenSkipped === undefined)
        throw failure('NotSkippable', `${name} declares no output`);
      const output = skip === undefined ? this.happen(activity, step, data) : step.whenSkipped?.(data);
      const answer = step.byRef ? this.counted(this.put(activity.name, output), output) : output;
      const marked = this.isEffect(activity) ? { $effect: this.keyOf(activity, data), output: answer } : answer;
      const skipped = skip === undefined ? {} : { $skipped: skip, output: answer };
      this.records.set(name, skip === undefined ? marked : { ...(isObject(marked) ? marked : {}), ...skipped });
    }
    return this.records.get(name);
  }

  /** A record whose content is gone does not answer. */
  private hasWhole(name: string): boolean {
    const record = this.records.get(name);
    const output = isObject(record) && 'output' in record ? record.output : record;
    return record !== undefined && !(isRef(output) && !this.blobs.has(output.$ref));
  }

  /** The output of a shard says how its items ended. */
  private counted(ref: Ref<unknown>, content: unknown): unknown {
    if (!Array.isArray(content) || !isObject(content[0])) return ref;
    const of = (outcome: Entry['outcome']): number => (content as Entry[]).filter((e) => e.outcome === outcome).length;
    const ended = { ok: of('ok'), failed: of('failed'), skipped: of('skipped') };
    return { ...ref, counts: { total: content.length, ...ended, cached: 0 } };
  }

  private happen(activity: Scheduled, step: FakeStep, data: Input): unknown {
    this.ran.push(activity.name);
    activity.notes['begun'] = true;
    if (this.isEffect(activity)) {
      const [input] = activity.args as [Input];
      const { time = 1, undoes } = optionsOf(activity);
      const of = undoes && { undoes: `${undoes.step} ${identityOf(undoes.input)}` };
      const { key } = this.keyOf(activity, data);
      const sent = key === undefined ? this.nameOf(activity) : key + (time > 1 ? `#${time}` : '');
      this.done.push({ step: activity.name, key: sent, input, ...of });
    }
    return step.run(data);
  }

  private keyOf({ name }: Pick<Scheduled, 'name'>, data: Input): EffectKey {
    const key = this.steps[name]?.key;
    return key ? { key: key(data) } : {};
  }

  private begunBy(activity: Scheduled): { $begun: EffectKey } | undefined {
    if (activity.notes['begun'] !== true || !this.isEffect(activity)) return undefined;
    const data = this.read(activity);
    if (!data && this.steps[activity.name]?.key) this.nameless += 1;
    return { $begun: data ? this.keyOf(activity, data) : {} };
  }

  private isEffect(activity: Scheduled): boolean {
    const step = this.steps[activity.name];
    const { undo, undoes } = optionsOf(activity);
    return [step?.isEffect, step?.key, undo, undoes].some((one) => one !== undefined);
  }

  private put(step: string, content: unknown): Ref<unknown> {
    const json = JSON.stringify(content);
    const $ref = createHash('sha256').update(json).digest('hex');
    this.blobs.set($ref, content);
    this.gen += 1;
    const items = Array.isArray(content) ? { items: content.length } : {};
    return { $ref, step, bytes: json.length, gen: this.gen, ...items } as Ref<unknown>;
  }

  /** Undefined when something that the input refers to is gone. */
  private read({ args: [input] }: Pick<Scheduled, 'args'>): Input | undefined {
    const fields = Object.entries((input ?? {}) as Input);
    if (fields.some(([, value]) => isRef(value) && !this.blobs.has(value.$ref))) return undefined;
    return Object.fromEntries(fields.map(([name, value]) => [name, isRef(value) ? this.seen(value) : value]));
  }

  private seen({ $ref, view }: Ref<unknown>): unknown {
    const content = this.blobs.get($ref);
    return view === 'ok' ? (content as Entry[]).filter((e) => e.outcome === 'ok').map((e) => e.value) : content;
  }

  private lost(activity: Pick<Scheduled, 'name' | 'args' | 'notes'>): never {
    const fields = Object.entries((activity.args[0] ?? {}) as Input);
    const refs = fields.flatMap(([field, value]) => (isRef(value) ? [{ field, value }] : []));
    this.mustHave(activity.name, refs, this.begunBy(activity as Scheduled));
    throw new Error(`impossible: ${activity.name} lacks nothing`);
  }

  private mustHave(step: string, refs: readonly { field: string; value: Ref<unknown> }[], begun?: object): void {
    const gone = refs.filter(({ value }) => !this.blobs.has(value.$ref));
    if (gone.length === 0) return;
    const lost = gone.map(({ field, value: { $ref: sha, step: of, gen } }) => {
      return { field, step: of, sha, gen, corrupt: false, strikes: 0 };
    });
    throw failure('StateLost', `${step}: lost`, [lost, ...(begun ? [begun] : [])]);
  }

  /** What a record answers to. A call of a reminder is another one than that of the reminder before. */
  private nameOf(activity: Scheduled): string {
    const { occasion, time, undoes } = optionsOf(activity);
    const own = identityOf({ occasion, time, undoes });
    return `${activity.name} ${identityOf(activity.args[0])}${own === '{}' ? '' : ` ${own}`}`;
  }
}

const optionsOf = ({ args }: Pick<Scheduled, 'args'>): CallOptions => (args[1] ?? {}) as CallOptions;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isRef = (value: unknown): value is Ref<unknown> => isObject(value) && '$ref' in value;
