import { randomBytes } from 'node:crypto';
import { nothing, type Candidate, type IoredisMajor } from '../candidate';
import { openClient, safeOptions, type ClientOptions } from '../clients';

/** Compare and delete, as https://redis.io/docs/latest/develop/use/patterns/distributed-locks/ has it. */
const unlock = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

interface Unlock {
  benchUnlock(key: string, token: string): Promise<number>;
}

/** The least that can be called a lock: `SET NX PX` and a compare-and-delete by EVALSHA. No renewal, no fence, no wait. */
function rawPair(name: string, ioredis: IoredisMajor, options: ClientOptions): Candidate {
  return {
    name,
    ioredis,
    waits: false,
    tellsOfLoss: false,
    async open(url) {
      const client = await openClient(ioredis, url, options);
      client.defineCommand('benchUnlock', { numberOfKeys: 1, lua: unlock });
      const scripts = client as unknown as Unlock;
      const caller = randomBytes(9).toString('base64url');
      let count = 0;
      return {
        async hold(key, ttlMs, work) {
          const token = `${caller}.${(count += 1)}`;
          if ((await client.set(key, token, 'PX', ttlMs, 'NX')) !== 'OK') throw new Error(`${key} is held`);
          await work(nothing);
          await scripts.benchUnlock(key, token);
        },
        close: () => client.disconnect(),
      };
    },
  };
}

export const baseline = rawPair('raw pair (= 1)', 6, safeOptions);
/** The same again: how far it is from 1 is the noise of this run. */
export const control = rawPair('raw pair once more (noise)', 6, safeOptions);

export const otherRawPairs = [
  rawPair('raw pair, auto-pipelining', 6, { ...safeOptions, enableAutoPipelining: true }),
  rawPair('raw pair, default options', 6, {}),
  rawPair('raw pair, default options', 5, {}),
  rawPair('raw pair, default options', 4, {}),
];
