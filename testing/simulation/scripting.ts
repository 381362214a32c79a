import { createHash } from 'node:crypto';
import { textOf, type Bytes } from './bytes';
import type { LuaVm, Send } from './luaVm';
import { integerOf } from './numbers';
import { OK, RedisError, type RawReply } from './replies';
import { slotOfBytes } from './slots';

/** EVAL, EVALSHA and SCRIPT of one server: its script cache, on the VM that all servers share. */
export class Scripting {
  private sources = new Map<string, Bytes>();

  constructor(private readonly lua: LuaVm) {}

  /** @returns the sha1. Throws when it is no Lua. */
  load(source: Bytes): string {
    const sha1 = sha1Of(source);
    this.lua.load(sha1, source);
    this.sources.set(sha1, source);
    return sha1;
  }

  /** SCRIPT LOAD | EXISTS | FLUSH */
  command([subcommand = '', ...args]: Bytes[]): RawReply {
    switch (subcommand.toUpperCase()) {
      case 'LOAD':
        return this.load(args[0] ?? '');
      case 'EXISTS':
        return args.map((sha1) => Number(this.sources.has(sha1.toLowerCase())));
      case 'FLUSH':
        this.sources.clear();
        return OK;
      default:
        throw new RedisError(`ERR unknown subcommand '${textOf(subcommand)}'. Try SCRIPT HELP.`);
    }
  }

  /** Throws NOSCRIPT for a script that this server does not have. */
  run(sha1: string, keys: Bytes[], args: Bytes[], send: Send): RawReply {
    const name = sha1.toLowerCase();
    if (!this.sources.has(name)) throw new RedisError('NOSCRIPT No matching script. Please use EVAL.');
    return this.lua.run(name, keys, args, send);
  }
}

/** The words after the script: how many keys, keys, arguments. */
export function splitKeys([count, ...words]: Bytes[]): { keys: Bytes[]; args: Bytes[] } {
  const size = integerOf(count);
  if (size > words.length) throw new RedisError("ERR Number of keys can't be greater than number of args");
  if (size < 0) throw new RedisError("ERR Number of keys can't be negative");
  return { keys: words.slice(0, size), args: words.slice(size) };
}

/** Throws what a cluster answers when the keys of one call do not lie together. */
export function assertOneSlot(keys: Bytes[]): void {
  const [first, ...others] = keys.map(slotOfBytes);
  if (others.some((slot) => slot !== first)) {
    throw new RedisError("CROSSSLOT Keys in request don't hash to the same slot");
  }
}

const sha1s = new Map<Bytes, string>();

/** Remembered, because a client may send the same source with every call. */
function sha1Of(source: Bytes): string {
  let sha1 = sha1s.get(source);
  if (sha1 === undefined) {
    sha1 = createHash('sha1').update(source, 'latin1').digest('hex');
    sha1s.set(source, sha1);
  }
  return sha1;
}
