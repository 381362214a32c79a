/** Times as Temporal's server tells them. */
import type { Timestamp } from '@temporalio/common';

/** Milliseconds since 1970. */
export const timestampMs = (at: Timestamp | null | undefined): number | undefined =>
  at ? (at.seconds?.toNumber() ?? 0) * 1000 + Math.floor((at.nanos ?? 0) / 1_000_000) : undefined;

export function isoTime(at: Timestamp | null | undefined): string | undefined {
  const ms = timestampMs(at);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
