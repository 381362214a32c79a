import { pause } from '../../../redis';
import type { Hold, Unknown } from '../../../redis';

const RESEND_MS = 50;

/**
 * Sends a repeatable request until its outcome is known (design rule 5): the scripts answer the same (key, owner) the
 * same way. From the holder's deadline on nothing is sent; it throws what the lock was lost for.
 */
export async function insist<Reply extends { word: string }>(
  hold: Hold,
  send: () => Promise<Reply | Unknown>,
): Promise<Exclude<Reply, Unknown>> {
  for (;;) {
    if (hold.remainingMs <= 0) hold.assertHeld();
    const reply = await send();
    if (!isUnknown(reply)) return reply as Exclude<Reply, Unknown>;
    await pause(hold.clock, Math.min(RESEND_MS, hold.remainingMs));
  }
}

function isUnknown(reply: { word: string }): reply is Unknown {
  return reply.word === 'unknown';
}
