import { Blobs } from './blobs';
import type { Clock } from './clock';
import { redisFailure, ValueTooLarge } from './errors';
import { locksOf, readFacts } from './facts';
import { Hold } from './hold';
import { letters, parseItem, scanItems } from './items';
import type { ItemPage } from './items';
import { checkStep, chunkCount, type RunKeys } from './keys';
import { limits } from './limits';
import { renewAll, type Lease } from './renewals';
import { orUnknown, parseBegin, parseNoted, parseRecord, parseRecorded, parseRelease, wordsOf } from './replies';
import { givingScript, type Link } from './link';
import { RunIndex } from './runIndex';
import type { StepRecord } from './stepRecord';
import type { Shared } from './store';
import type {
  BeginReply,
  BeginRequest,
  BlobName,
  CommitReply,
  CommitRequest,
  ItemEntry,
  ItemResult,
  NoteReply,
  OpenReply,
  RecordReply,
  ReleaseReply,
  ReleaseRequest,
  RenewReply,
  RunFacts,
  StepLock,
  Unknown,
} from './types';

/**
 * The state of one run.
 *
 * Commands about who holds what (`begin`, `renew`, `record`, `commit`, `release`) answer `unknown` when Redis did not
 * answer or answered with an error; the same call may be sent again. All others throw RedisUnreachable or RedisRefused; they too may be repeated.
 */
export class RunStore {
  private readonly blobs: Blobs;
  private readonly index: RunIndex;
  private readonly link: Link;

  constructor(
    private readonly shared: Shared,
    private readonly keys: RunKeys,
    private readonly stateTtlMs: number,
  ) {
    this.link = shared.link;
    this.index = new RunIndex(this.link, keys, stateTtlMs);
    this.blobs = new Blobs(this.link.data, keys, this.index, stateTtlMs);
  }

  /** In [0, 1): spreads what many would do at one moment (`spread`, `sooner`). */
  get random(): () => number {
    return this.link.random;
  }

  /** What leases of this run are counted on in this process. */
  get clock(): Clock {
    return this.link.clock;
  }

  /** Fixes input and date of the run. `changed`: refuse the input, its id belongs to another input. */
  async open(inputHash: string, date?: string): Promise<OpenReply> {
    const dateMs = date === undefined ? '' : Date.parse(date);
    const call = this.link.dataScript('open', [this.keys.state], [inputHash, this.stateTtlMs, dateMs]);
    const [word, fixedMs, ...facts] = wordsOf(await this.attempt('Opening a run', call));
    const remembered: Record<string, string> = {};
    for (let i = 0; i + 1 < facts.length; i += 2) remembered[String(facts[i])] = String(facts[i + 1]);
    return { word: word as OpenReply['word'], date: new Date(Number(fixedMs)).toISOString(), remembered };
  }

  /** Stores a small fact once. @returns the value that stands, which may be another caller's. */
  async remember(key: string, value: string): Promise<string> {
    checkSize(`The remembered value ${key}`, value, limits.rememberedBytes);
    const call = this.link.dataScript('remember', [this.keys.state], [key, value, this.stateTtlMs]);
    return wordsOf(await this.attempt('Remembering a fact', call))[1] ?? value;
  }

  /** Asks for the licence to compute a step. Only `acquired` is one. */
  async begin(request: BeginRequest): Promise<BeginReply> {
    checkStep(request);
    const { step, hash, owner, scope, seq, leaseMs, floor = 0, maxFailures, maxDeaths, alone = false } = request;
    const limitsOf = [maxFailures, maxDeaths, Number(alone)];
    const args = [step, hash, owner, scope, seq, leaseMs, floor, ...limitsOf, this.stateTtlMs];
    return orUnknown(givingScript(this.link)('begin', [this.keys.state, this.keys.lock(request)], args), parseBegin);
  }

  /** Extends the leases of several locks of this run in one call; one answer per lock, in order. */
  async renew(locks: (StepLock & { leaseMs: number })[]): Promise<RenewReply[] | Unknown> {
    return renewAll(
      this.link.lockScript,
      locks.map((lock) => this.leaseOf(lock)),
    );
  }

  /**
   * Watches over a lock that `begin` gave: renews it, together with what else of this run is due, until `stop`.
   * @param sentAt monotonic time just before that `begin` was sent.
   */
  hold(lock: StepLock & { leaseMs: number }, times: { sentAt: number; latestMs?: number }): Hold {
    const { step, token, leaseMs } = lock;
    const renew = () => this.shared.renew(this.leaseOf(lock));
    return new Hold({ name: step, token, leaseMs, ...times, renew, clock: this.shared.timers });
  }

  /** Stores outcomes of items under the step's lock; at most 1,000 a call. An ok item stays as it is. */
  async record(lock: StepLock, entries: ItemEntry[]): Promise<RecordReply> {
    if (entries.length > limits.itemsPerCall) {
      throw new RangeError(`record got ${entries.length} items; send at most ${limits.itemsPerCall} a call`);
    }
    for (const { key, value } of entries) checkSize(`Item ${key} of step ${lock.step}`, value, limits.itemRecordBytes);
    const items = this.keys.items(lock.step);
    const keys = [this.keys.lock(lock), this.keys.state, items, this.keys.index];
    const outcomes = entries.flatMap(({ key, outcome, value }) => [key, letters[outcome], value]);
    const args = [lock.step, lock.hash, lock.owner, lock.token, this.stateTtlMs, this.keys.nameOf(items), ...outcomes];
    return orUnknown(this.link.lockScript('record', keys, args), parseRecorded);
  }

  /** Names the item that a suspect is about to work on. `lost`: the lock is no longer ours, do not start it. */
  async note(lock: StepLock, item: string): Promise<NoteReply> {
    const keys = [this.keys.lock(lock), this.keys.state];
    const args = [lock.step, lock.hash, lock.owner, lock.token, item, this.stateTtlMs];
    return orUnknown(this.link.lockScript('note', keys, args), parseNoted);
  }

  /**
   * Outcomes of items in the order of `keys`; null where there is none, and for what failed or was skipped below the
   * step's floor: a person wants it tried again. Read them after `begin` (rule 7). What is read lives on.
   */
  async items(step: string, keys: string[]): Promise<(ItemResult | null)[]> {
    const { data } = this.link;
    const name = this.keys.items(step);
    const floorOf = data.hmget(this.keys.state, `f:${step}`);
    const [[floor]] = await this.attempt('Reading items', Promise.all([floorOf, data.pexpire(name, this.stateTtlMs)]));
    const results: (ItemResult | null)[] = [];
    for (const page of pages(keys)) {
      const texts = await this.attempt('Reading items', data.hmget(name, ...page));
      results.push(...texts.map((text) => parseItem(text, Number(floor ?? 0))));
    }
    return results;
  }

  /**
   * All that is recorded of items of a step, some hundreds at a time, in no order, under the keys it was recorded with. One
   * that is recorded meanwhile may be missing, and one may come twice.
   */
  async *itemPages(step: string): AsyncGenerator<(ItemResult & { readonly key: string })[]> {
    const name = this.keys.items(step);
    const floorOf = this.link.data.hmget(this.keys.state, `f:${step}`);
    const [floor] = await this.attempt('Reading items', floorOf);
    for (let cursor: string | undefined = '0'; cursor !== undefined;) {
      const read = scanItems(this.link.data, name, cursor, Number(floor ?? 0));
      const page: ItemPage = await this.attempt('Reading items', read);
      yield page.items;
      cursor = page.next;
    }
  }

  /** Forgets the outcomes of all items of a step, for a person who wants to pay again. */
  async dropItems(step: string): Promise<void> {
    await this.attempt('Dropping items', this.link.data.unlink(this.keys.items(step)));
  }

  /** Writes the record if none exists and frees the lock. On `committed` go on with the record in the answer. */
  async commit(request: CommitRequest): Promise<CommitReply> {
    checkStep(request);
    const { step, hash, owner, token, floor = 0, blobs } = request;
    const text = recordText(request);
    checkSize(`The record of step ${step}`, text, limits.recordBytes);
    const keys = [this.keys.state, this.keys.lock(request), ...blobs.flatMap((blob) => this.keys.chunks(blob))];
    const args = [step, hash, owner, token, floor, text, this.keys.channel(request), this.stateTtlMs];
    return orUnknown(givingScript(this.link)('commit', keys, args), (reply): CommitReply => {
      const [word, rest] = wordsOf(reply);
      if (word === 'committed') return { word, record: parseRecord(rest) };
      return word === 'blob-missing' ? { word, index: blobOfChunk(blobs, Number(rest)) } : { word: 'lost' };
    });
  }

  /** Frees the lock without a result; `failed` counts as the step's own failure. */
  async release(request: ReleaseRequest): Promise<ReleaseReply> {
    const { step, hash, owner, outcome } = request;
    const args = [step, hash, owner, outcome, this.keys.channel(request), this.stateTtlMs];
    return orUnknown(this.link.lockScript('release', [this.keys.state, this.keys.lock(request)], args), parseRelease);
  }

  /** A second chance for a step: clears its counters; `floor` makes its records of so far not exist. */
  async reset(step: string, options: { floor: boolean; clearStrikes: boolean }): Promise<void> {
    const flags = [Number(options.floor), Number(options.clearStrikes)];
    const keys = [this.keys.state, this.keys.strikes(step)];
    await this.attempt('Resetting a step', this.link.dataScript('reset', keys, [step, ...flags, this.stateTtlMs]));
  }

  /** Counts one corrupt result, by the token it was committed under, against its producer. @returns the strikes of that step. */
  async strike(step: string, token: number): Promise<number> {
    const strikes = this.keys.strikes(step);
    const args = [token, this.stateTtlMs, this.keys.nameOf(strikes)];
    const call = this.link.dataScript('strike', [strikes, this.keys.index], args);
    return Number(wordsOf(await this.attempt('Counting a strike', call))[1]);
  }

  /** Renews the TTL of these blobs; false when any is missing. */
  async touch(blobs: BlobName[]): Promise<boolean> {
    return this.attempt('Touching blobs', this.blobs.touch(blobs));
  }

  /** Stores content under its name; again and again if need be. Throws BlobTooLarge above 128 MiB. */
  async putBlob(bytes: Uint8Array): Promise<BlobName> {
    return this.attempt('Storing a blob', this.blobs.put(bytes));
  }

  async getBlob(blob: BlobName): Promise<Uint8Array | 'missing' | 'corrupt'> {
    return this.attempt('Reading a blob', this.blobs.get(blob));
  }

  async dropBlob(blob: BlobName): Promise<void> {
    return this.attempt('Dropping a blob', this.blobs.drop(blob));
  }

  /** The full name of a blob of which only the sha is known; undefined when it is missing. */
  async blobNamed(sha: string): Promise<BlobName | undefined> {
    return this.attempt('Looking up a blob', this.blobs.lookUp(sha));
  }

  /** Resolves when that lock may be free, or after `waitMs`; then ask `begin`. Rejects with `signal.reason`. */
  async waitForRelease(step: string, hash: string, waitMs: number, signal: AbortSignal): Promise<void> {
    return this.shared.wakeups.channel(this.keys.channel({ step, hash }), waitMs, signal);
  }

  /** Everything an operator may want to see. */
  async facts(): Promise<RunFacts> {
    return this.attempt('Reading the facts of a run', readFacts(this.link.data, this.keys, this.index));
  }

  /** Gives all state of the run, its blobs too, the full TTL again; locks keep their leases. Some hundred keys at a time. */
  async keepAlive(): Promise<void> {
    await this.attempt('Keeping a run alive', this.touchAll());
  }

  private async touchAll(): Promise<void> {
    const touch = (name: string) => this.link.data.pexpire(name, this.stateTtlMs);
    await Promise.all([this.keys.state, this.keys.index].map(touch));
    for await (const page of this.index.pages()) await Promise.all(page.map(touch));
  }

  /** Deletes every key of the run. @returns how many there were. */
  async dropAll(): Promise<number> {
    return this.attempt('Deleting a run', this.unlinkAll());
  }

  /** What names the others goes last, so that this can be done again wherever it was cut short. */
  private async unlinkAll(): Promise<number> {
    const { data } = this.link;
    let count = 0;
    for await (const page of this.index.pages()) if (page.length > 0) count += await data.unlink(...page);
    const locks = locksOf(this.keys, await data.hgetall(this.keys.state));
    return count + (await data.unlink(...locks, this.keys.index, this.keys.state));
  }

  private leaseOf(lock: StepLock & { leaseMs: number }): Lease {
    const { owner, token, leaseMs } = lock;
    return { key: this.keys.lock(lock), owner, token, leaseMs };
  }

  private async attempt<T>(what: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof ValueTooLarge) throw error;
      throw redisFailure(what, this.link.endpoint, error);
    }
  }
}

/** `gen` opens the text, where the scripts read it without decoding the JSON; later parts win over a body's own. */
function recordText({ step, hash, owner, token, record }: CommitRequest): string {
  const whole: StepRecord = Object.assign({ gen: token }, record, { step, hash, owner, gen: token });
  return JSON.stringify(whole);
}

function blobOfChunk(blobs: BlobName[], chunk: number): number {
  let chunks = 0;
  return blobs.findIndex((blob) => chunk < (chunks += chunkCount(blob.bytes)));
}

function checkSize(what: string, text: string, limitBytes: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > limitBytes) throw new ValueTooLarge(what, bytes, limitBytes, 'Return large data as a ref instead.');
}

function pages(keys: string[]): string[][] {
  const count = Math.ceil(keys.length / limits.itemsPerCall);
  return Array.from({ length: count }, (_, i) => keys.slice(i * limits.itemsPerCall, (i + 1) * limits.itemsPerCall));
}
