/** The caller's side of work on stored contents (onStored.ts). */
import { nonRetryable, Stored } from '../kit';
import type { Refused, Sent } from './onStored';

/** What the work made, where it was not refused. */
export function received<T>(made: Sent<T> | Refused): Stored<T> {
  return new Stored(accepted(made).json, accepted(made).items);
}

/** Throws `InputInvalid`, final: sound content is of another form than the step declares. */
export function accepted<T extends object>(made: T | Refused): T {
  if ('refused' in made) throw nonRetryable('InputInvalid', made.refused);
  return made;
}
