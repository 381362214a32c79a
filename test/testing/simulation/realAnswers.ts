import { isUtf8 } from 'node:buffer';
import { Redis } from 'ioredis';
import type { Word } from '../../../testing/simulation/bytes';
import { useRedis } from '../../support/redis';
import type { Answer } from './cases/case';

interface RealAnswers {
  /** On a server of the file's own, so that its memory may be filled. */
  readonly redis: Redis;
  call(name: string, ...words: (Word | number)[]): Promise<Answer>;
}

/** A real server that answers in the form of the table of cases. */
export function useRealAnswers(): RealAnswers {
  const real = {} as { redis: Redis };
  // Registered before the server's own end: a client that loses its server keeps trying.
  afterAll(() => real.redis.quit());
  const server = useRedis({ own: true });
  // RESP2, as the product speaks: RESP3 nests what belongs to a score.
  beforeAll(() => (real.redis = new Redis(server.url, { protocol: 2 })));
  const call: RealAnswers['call'] = async (name, ...words) => asAnswer(await real.redis.callBuffer(name, ...words));
  return Object.assign(real, { call });
}

/** ioredis gives buffers, and errors inside of lists. */
export function asAnswer(reply: unknown): Answer {
  if (Buffer.isBuffer(reply)) return isUtf8(reply) ? reply.toString() : Buffer.from(reply);
  if (Array.isArray(reply)) return reply.map(asAnswer);
  return reply instanceof Error ? { error: reply.message } : (reply as number | null);
}
