import type { Candidate } from '../candidate';
import { ioredisLocks } from './ioredisLock';
import { resourceLock, stepLock } from './ours';
import { baseline, control, otherRawPairs } from './raw';
import { redisSemaphore } from './redisSemaphore';
import { redlocks } from './redlock';
import { redlockUniversal } from './redlockUniversal';

export { baseline } from './raw';

/** In the order of the tables. */
export const candidates: readonly Candidate[] = [
  baseline,
  control,
  ...otherRawPairs,
  resourceLock,
  stepLock,
  redisSemaphore,
  ...redlocks,
  ...redlockUniversal,
  ...ioredisLocks,
];

/** Libraries that belong here and could not be had, with what npm said. */
export const unavailable = [{ name: 'syncguard', error: "npm error 404: 'syncguard@*' could not be found" }];
