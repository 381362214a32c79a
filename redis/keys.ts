/**
 * Every key name. All keys of one run share the hash tag `{run id}`, all keys of one resource `{resource name}`, so that
 * each script stays in one cluster slot.
 */
import { limits } from './limits';
import type { BlobName, StepName } from './types';

/** Version of everything stored under the keys; another layout gets another number and so never meets this one. */
export const schemaNumber = 2;
const SCHEMA = `v${schemaNumber}`;

/** The first brace pair of a key is its hash tag, so no part may bring braces of its own; `%` keeps this reversible. */
export function encodeBraces(part: string): string {
  return part.replace(/[%{}]/g, encodeURIComponent);
}

/** The name whose braces and percent signs were written as in a URL. */
export const decodeBraces = (part: string): string => part.replace(/%(7B|7D|25)/g, decodeURIComponent);

/** How every key and channel of a prefix and a namespace begins. */
export const spaceBase = (prefix: string, namespace: string): string =>
  `${encodeBraces(prefix)}:${SCHEMA}:${encodeBraces(namespace)}:`;

function checkLength(what: string, name: string, limitBytes: number): void {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0) throw new RangeError(`${what} is empty; give it a name of 1 to ${limitBytes} bytes`);
  if (bytes > limitBytes)
    throw new RangeError(`${what} has ${bytes} bytes; at most ${limitBytes} are allowed: ${name}`);
}

/** Field names are `<kind>:<step>:<hash>`, so a colon inside a part would make two steps share a field. */
function checkPart(what: string, part: string): void {
  checkLength(what, part, limits.nameBytes);
  if (part.includes(':')) throw new RangeError(`${what} must not contain a colon: ${part}`);
}

/** Throws a RangeError when step or hash cannot be part of a key. */
export function checkStep(name: StepName): void {
  checkPart('A step name', name.step);
  checkPart('An input hash', name.hash);
}

export function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / limits.chunkBytes));
}

/** Key names of one run. Throws a RangeError for an empty run id or one of more than 200 bytes. */
export class RunKeys {
  readonly base: string;
  readonly state: string;
  /** The names of the run's other keys but its locks (runIndex.ts). */
  readonly index: string;

  constructor(prefix: string, namespace: string, runId: string) {
    checkLength('A run id', runId, limits.runIdBytes);
    this.base = `${spaceBase(prefix, namespace)}{${encodeBraces(runId)}}`;
    this.state = `${this.base}:s`;
    this.index = `${this.base}:x`;
  }

  /** A key of this run as the index names it. */
  nameOf(key: string): string {
    return key.slice(this.base.length + 1);
  }

  named(name: string): string {
    return `${this.base}:${name}`;
  }

  lock({ step, hash }: StepName): string {
    return `${this.base}:l:${step}:${hash}`;
  }

  /** Where `commit` and `release` of that lock announce that it is free. */
  channel({ step, hash }: StepName): string {
    return `${this.base}:w:${step}:${hash}`;
  }

  items(step: string): string {
    checkPart('A step name', step);
    return `${this.base}:i:${step}`;
  }

  strikes(step: string): string {
    checkPart('A step name', step);
    return `${this.base}:k:${step}`;
  }

  chunk(sha: string, index: number): string {
    return index === 0 ? `${this.base}:b:${sha}` : `${this.base}:b:${sha}:${index}`;
  }

  chunks(blob: BlobName): string[] {
    return Array.from({ length: chunkCount(blob.bytes) }, (_, index) => this.chunk(blob.sha, index));
  }
}

/** Whose lock this key is; undefined for a key that is none of a step. Neither step nor hash holds a colon. */
export function stepOfLock(key: string): StepName | undefined {
  const [, step, hash] = /\}:l:([^:]+):([^:]+)$/.exec(key) ?? [];
  return step === undefined || hash === undefined ? undefined : { step, hash };
}

/** Generation of cached answers. 2: raw, as they came; those of generation 1 had passed the schema of their step. */
const ANSWERS = 'c2';

/** Key of one cached answer; outside every run, in a slot of its own. */
export function answerKey(prefix: string, namespace: string, hash: string): string {
  return `${spaceBase(prefix, namespace)}${ANSWERS}:{${hash}}`;
}

/** Key names of a resource lock, all in one slot. */
export interface ResourceKeys {
  readonly lock: string;
  readonly queue: string;
  readonly waiters: string;
  /** Lock, token counter, queue, waiters: as `acquire` and `hand` take them. */
  readonly all: string[];
}

/** Throws a RangeError for an empty name or one of more than 200 bytes. */
export function resourceKeys(prefix: string, namespace: string, name: string): ResourceKeys {
  checkLength('A resource name', name, limits.runIdBytes);
  return keysBeside(`${spaceBase(prefix, namespace)}l:{${encodeBraces(name)}}`);
}

/** The same of the key of its lock. */
export function keysBeside(lock: string): ResourceKeys {
  const [queue, waiters] = [`${lock}:q`, `${lock}:w`];
  return { lock, queue, waiters, all: [lock, `${lock}:t`, queue, waiters] };
}

/** What the workers of a task queue have (knownPipelines.ts). Throws a RangeError for an empty name or one of more than 200 bytes. */
export function queueKey(prefix: string, namespace: string, taskQueue: string): string {
  checkLength('A task queue', taskQueue, limits.runIdBytes);
  return `${spaceBase(prefix, namespace)}q:{${encodeBraces(taskQueue)}}`;
}

/** The channel on which one store hears that its waiters were granted a resource. */
export function inboxChannel(prefix: string, namespace: string, storeId: string): string {
  return `${spaceBase(prefix, namespace)}w:${storeId}`;
}

/** One number for each sixteenth of a cluster's slots, in this order: hash tags that no two nodes of a cluster share out alike. */
const TAGS = [3, 20, 60, 42, 2, 21, 61, 43, 1, 22, 62, 40, 0, 23, 63, 41];

/** Keys for `prove`: a few in one slot each, the slots spread over all there are. Nobody else uses them. */
export function proofKeys(prefix: string, namespace: string, id: string): string[][] {
  const base = `${spaceBase(prefix, namespace)}p:`;
  return TAGS.map((tag) => ['s', 'h', 'z', 'm'].map((kind) => `${base}{proof${tag}}:${id}:${kind}`));
}

/** Keys that earlier schemas of this product left under a prefix and a namespace: those of runs, answers, locks, proofs and task queues. */
export class OldKeys {
  /** For SCAN; it finds more, such as the present ones: ask `schemaOf`. */
  readonly pattern: string;
  private readonly form: RegExp;

  constructor(prefix: string, namespace: string) {
    const [first, third] = [encodeBraces(prefix), encodeBraces(namespace)];
    this.pattern = `${asGlob(first)}:v[1-9]*:${asGlob(third)}:*{*}*`;
    const kinds = '(?:\\{[^{}]+\\}:.+|(?:c\\d*|l|p|q):\\{[^{}]+\\}.*)';
    this.form = new RegExp(`^${asPattern(first)}:v([1-9]\\d*):${asPattern(third)}:${kinds}$`, 's');
  }

  /** Undefined for a key of this schema or a later one, and for one that is not ours. */
  schemaOf(key: string): number | undefined {
    const schema = Number(this.form.exec(key)?.[1] ?? Infinity);
    return schema < schemaNumber ? schema : undefined;
  }
}

/** The text itself, in a glob of Redis. */
export const asGlob = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
