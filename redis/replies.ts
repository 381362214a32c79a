/** Replies of the scripts as typed words. Every reply is an array whose first element is the word. */
import { asError } from './errors';
import type { AcquireReply, BeginReply, HandReply, NoteReply, RecordReply } from './types';
import type { StepRecord } from './stepRecord';
import type { ReleaseReply, RenewReply, Unknown } from './types';

/** An error (timeout, OOM, READONLY, LOADING, a broken connection) says nothing about what happened in Redis. */
export async function orUnknown<Reply>(
  call: Promise<unknown>,
  parse: (reply: unknown) => Reply,
): Promise<Reply | Unknown> {
  let reply: unknown;
  try {
    reply = await call;
  } catch (error) {
    return { word: 'unknown', cause: asError(error) };
  }
  return parse(reply);
}

/** @returns word and texts of a reply. Throws when it is no array: the server does not run our script. */
export function wordsOf(reply: unknown): [word: string, ...rest: string[]] {
  if (!Array.isArray(reply)) throw new TypeError(`A script answered ${typeof reply} instead of an array`);
  const [word, ...rest] = reply.map(String);
  return [word ?? '', ...rest];
}

function unexpected(script: string, word: string): never {
  throw new TypeError(`The script ${script} answered the unknown word ${word}; are two versions of lua/ in use?`);
}

export function parseRecord(text = ''): StepRecord {
  return JSON.parse(text) as StepRecord;
}

export function parseBegin(reply: unknown): BeginReply {
  const [word, ...rest] = wordsOf(reply);
  switch (word) {
    case 'committed':
      return { word, record: parseRecord(rest[0]) };
    case 'acquired':
      return {
        word,
        token: Number(rest[0]),
        failed: Number(rest[1]),
        deaths: Number(rest[2]),
        suspect: rest[3] === '1',
        notes: (rest[4] ?? '').split(',').slice(0, -1),
        ...(rest[5] !== undefined && { previous: parseRecord(rest[5]) }),
      };
    case 'busy':
      return { word, pttlMs: Number(rest[0]), holder: rest[1] ?? '', revoking: rest[2] === '1' };
    case 'superseded':
      return { word };
    case 'suspect':
      return { word, deaths: Number(rest[0]) };
    case 'exhausted':
      return { word, failed: Number(rest[0]), deaths: Number(rest[1]) };
    default:
      return unexpected('begin', word);
  }
}

/** One for each lock of the call. */
export function parseRenewals(reply: unknown): RenewReply[] {
  const words = wordsOf(reply);
  return Array.from({ length: words.length / 2 }, (_, i) => parseRenewal(words[2 * i] ?? '', words[2 * i + 1] ?? ''));
}

function parseRenewal(word: string, detail: string): RenewReply {
  if (word === 'held' || word === 'revoked') return { word, pttlMs: Number(detail) };
  if (word === 'lost') return { word, owner: detail };
  return unexpected('renew', word);
}

export function parseRecorded(reply: unknown): RecordReply {
  const [word, done] = wordsOf(reply);
  if (word === 'lost') return { word };
  if (word === 'ok') return { word, done: Number(done) };
  return unexpected('record', word);
}

export function parseNoted(reply: unknown): NoteReply {
  const [word] = wordsOf(reply);
  return word === 'noted' || word === 'lost' ? { word } : unexpected('note', word);
}

export function parseRelease(reply: unknown): ReleaseReply {
  const [word, failed] = wordsOf(reply);
  if (word === 'none') return { word };
  if (word === 'released') return { word, failed: Number(failed) };
  return unexpected('release', word);
}

export function parseAcquire(reply: unknown): AcquireReply {
  const [word, ...rest] = wordsOf(reply);
  if (word === 'acquired') return { word, token: Number(rest[0]) };
  if (word === 'busy') {
    return {
      word,
      pttlMs: Number(rest[0]),
      holder: rest[1] ?? '',
      place: Number(rest[2]),
      ticket: Number(rest[3]),
      lastToken: Number(rest[4]),
    };
  }
  return unexpected('acquire', word);
}

export function parseHand(reply: unknown): HandReply {
  const [word, owner] = wordsOf(reply);
  if (word === 'handed') return { word, owner: owner ?? '' };
  if (word === 'released' || word === 'none') return { word };
  return unexpected('hand', word);
}
