import type { Bytes } from '../bytes';
import type { Surroundings } from '../command';
import { integerOf } from '../numbers';
import { OK, RedisError, syntaxError, type RawReply } from '../replies';

interface SetOptions {
  when?: 'NX' | 'XX';
  keepTtl: boolean;
  get: boolean;
  expiresAtMs: number;
}

/** SET key value [NX | XX] [GET] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL] */
export function writeString([key = '', value = '', ...words]: Bytes[], { db, nowMs }: Surroundings): RawReply {
  const options = optionsOf(words, nowMs);
  const before = options.get ? (db.typed(key, 'string') ?? null) : null;
  const isWanted = options.when === undefined || (options.when === 'XX') === (db.get(key) !== undefined);
  if (isWanted) db.set(key, { kind: 'string', value }, options);
  if (options.get) return before;
  return isWanted ? OK : null;
}

function optionsOf(words: Bytes[], nowMs: number): SetOptions {
  const options: SetOptions = { keepTtl: false, get: false, expiresAtMs: Infinity };
  for (let i = 0; i < words.length; i++) {
    const option = words[i]?.toUpperCase() ?? '';
    const hasExpiry = options.keepTtl || options.expiresAtMs !== Infinity;
    if ((option === 'NX' || option === 'XX') && (options.when ?? option) === option) options.when = option;
    else if (option === 'GET') options.get = true;
    else if (option === 'KEEPTTL' && !hasExpiry) options.keepTtl = true;
    else if (/^(EX|PX)(AT)?$/.test(option) && !hasExpiry && i + 1 < words.length) {
      i += 1;
      options.expiresAtMs = expiryOf(option, words[i], nowMs);
    } else throw syntaxError();
  }
  return options;
}

function expiryOf(option: string, word: Bytes | undefined, nowMs: number): number {
  const time = integerOf(word);
  if (time <= 0) throw new RedisError("ERR invalid expire time in 'set' command");
  const ms = option.startsWith('EX') ? time * 1000 : time;
  return option.endsWith('AT') ? ms : Math.floor(nowMs) + ms;
}
