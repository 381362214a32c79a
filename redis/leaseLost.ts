export type LossReason = 'expired' | 'revoked' | 'stolen' | 'unreachable' | 'stalled';

const explanations: Record<LossReason, (lagMs: number) => string> = {
  expired: () => 'its renewals had ended (start-to-close timeout or cancellation) and the lease ran out',
  revoked: () => 'a later attempt of the same activity asked for it. Finished work may still be committed',
  stolen: () => 'Redis says that somebody else holds it, or nobody: the lease ran out there, or its data was lost',
  unreachable: () => 'no renewal was answered before the deadline. Check the connection to Redis',
  stalled: (lagMs) =>
    `the event loop was blocked for ${Math.round(lagMs)} ms. Give the step a longer heartbeat timeout, ` +
    'or move its CPU work to a thread',
};

/**
 * This attempt must stop: no further effect, no paid call. Thrown by `Hold.assertHeld` and the reason of `Hold.signal`.
 * Let it end the attempt; the next attempt goes on from what was recorded.
 */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(
    readonly lock: string,
    readonly token: number,
    readonly reason: LossReason,
    /** How late the process was, as far as its own timers tell. */
    readonly lagMs: number,
  ) {
    super(`Lock ${lock} (token ${token}) is lost (${reason}): ${explanations[reason](lagMs)}.`);
  }
}
