/** What the effects of this folder fail with (docs/errors.md), besides what the guard knows. */
import { ApplicationFailure } from '@temporalio/common';

export type EffectFailureType = 'HttpFailed' | 'HttpRefused' | 'S3Refused' | 'StoreNotFenced';

interface Facts {
  /** The status that the other side answered with, if it answered. */
  readonly status?: number;
  /** How long it wants to be left alone. */
  readonly delayMs?: number | undefined;
}

/** To be tried again. */
export function failed(type: EffectFailureType, message: string, { status, delayMs }: Facts = {}): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    ...detailsOf(status),
    ...(delayMs ? { nextRetryDelay: delayMs } : {}),
  });
}

/** Asking again does not mend it. */
export function refused(type: EffectFailureType, message: string, { status }: Facts = {}): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, ...detailsOf(status) });
}

const detailsOf = (status: number | undefined) => (status === undefined ? {} : { details: [{ status }] });
