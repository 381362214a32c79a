/** Whether locks and run state can be kept here is tried, not guessed: scripts and commands run as the product sends them. */
import { randomBytes } from 'node:crypto';
import { isAnswer, asError, redisFailure } from './errors';
import { inboxChannel, proofKeys } from './keys';
import { limits } from './limits';
import type { Link } from './link';
import { scripts, type ScriptName } from './scripts';

/** First part and third part of the keys. */
export interface Space {
  readonly prefix: string;
  readonly namespace: string;
}

const WHAT = 'Trying whether runs can be kept';

/**
 * One round trip of what the store does: a script with every command of the scripts, in slots all over, by the lock and the
 * data connection and that which waits for replicas, as EVALSHA and as EVAL; the plain commands; a message that is published and heard. Leaves nothing.
 * Throws RedisRefused with what Redis answered, RedisUnreachable after 3 s without an answer.
 */
export async function prove(link: Link, { prefix, namespace }: Space): Promise<void> {
  const id = randomBytes(9).toString('base64url');
  const slots = proofKeys(prefix, namespace, id);
  const channel = inboxChannel(prefix, namespace, `proof-${id}`);
  const args = [limits.proofTtlMs, channel, id];
  const endMs = link.clock.nowMs() + limits.proofMs;
  const [[key = ''] = [], keys = []] = [slots[0], slots[1]];
  try {
    await again(link, endMs, () => link.data.eval(scripts.prove.source, keys.length, ...keys, ...args));
    await Promise.all(
      slots.map(async (some) => {
        await again(link, endMs, () => link.lockScript('prove', some, args));
        await again(link, endMs, () => link.dataScript('prove', some, args));
        const { replicated } = link;
        if (replicated) await again(link, endMs, () => replicated.script('prove', some, args));
      }),
    );
    await again(link, endMs, () => plainCommands(link, key));
    await again(link, endMs, () => message(link, channel, id, () => link.dataScript('prove', keys, args)));
  } catch (error) {
    throw redisFailure(WHAT, link.endpoint, named(asError(error), 'prove'));
  }
}

/** Asks again until `endMs` where there was no answer, or one that passes: of a Cluster in a failover, of replicas that are late; any other answer stands. */
async function again(link: Link, endMs: number, ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      const isFinal = isAnswer(asError(error)) && !PASSES.test(asError(error).message);
      if (isFinal || link.clock.nowMs() >= endMs) throw error;
      await new Promise<void>((resolve) => void link.clock.after(PAUSE_MS, resolve));
    }
  }
}

const PAUSE_MS = 100;
const PASSES = /^(?:CLUSTERDOWN|TRYAGAIN|NOREPLICAS)/;

/** Redis tells the line of the script where a right is missing, and not always the command that stands there. */
export function named(error: Error, script: ScriptName): Error {
  const line = Number(/@user_script:(\d+)/.exec(error.message)?.[1]);
  const command = /redis\.call\('(\w+)'/.exec(scripts[script].source.split('\n')[line - 1] ?? '')?.[1];
  if (command === undefined) return error;
  return Object.assign(new Error(`${command}: ${error.message}`, { cause: error }), { name: error.name });
}

/** Those that a run needs; SCAN and the like are for people, who are told when they lack the right. */
async function plainCommands({ data }: Link, key: string): Promise<void> {
  await data.set(key, 'v', 'PX', limits.proofTtlMs, 'NX');
  await data.pexpire(key, limits.proofTtlMs);
  await data.pttl(key);
  await data.get(key);
  await data.getrangeBuffer(key, 0, 0);
  await data.unlink(key);
  await data.hgetall(key);
  await data.hmget(key, 'f');
  await data.smembers(key);
  await data.sscan(key, '0', 'COUNT', 1);
}

/** Waiters hear of a free lock by a message. */
async function message(link: Link, channel: string, text: string, publish: () => Promise<unknown>): Promise<void> {
  const subscriber = link.openSubscriber();
  let cancel: (() => void) | undefined;
  let lastError: Error | undefined;
  try {
    subscriber.on('error', (error) => (lastError = error));
    const heard = new Promise<void>((resolve, reject) => {
      subscriber.on('message', (from, message) => {
        if (from === channel && message === text) resolve();
      });
      const late = (): void => reject(lastError ?? new Error(`a message on ${channel} was published and not heard`));
      cancel = link.clock.after(limits.proofMs, late);
    });
    // Until it is awaited below, its failure has nobody to go to.
    heard.catch(() => undefined);
    await Promise.race([subscriber.subscribe(channel), heard]);
    await publish();
    await heard;
    await subscriber.unsubscribe(channel);
  } finally {
    cancel?.();
    subscriber.disconnect();
  }
}
