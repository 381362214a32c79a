import { QueryNotRegisteredError, QueryRejectedError } from '@temporalio/client';
import type { RunProgress, StepRow } from '../workflows/kit';
import { grpcCodeOf } from './errors';
import type { Link } from './link';

/** A worker answers within milliseconds; without one the server keeps the question until this is over. */
const QUERY_TIMEOUT_MS = 3000;
/** CANCELLED, DEADLINE_EXCEEDED, FAILED_PRECONDITION: nobody could answer, though Temporal itself did. */
const NOBODY = new Set([1, 4, 9]);

/** `answered`: a worker did, though it may have nothing to tell: the run is too young, or no pipeline of the kit. */
export interface Asked {
  readonly progress?: RunProgress;
  readonly answered: boolean;
  /** What a worker said that cannot go on with the run: its code fails on what happened so far. */
  readonly failure?: string;
}

/** Asks the run for what it says of itself, and waits 3 s at most. */
export async function askProgress(link: Link, id: string): Promise<Asked> {
  try {
    const handle = link.temporal.workflow.getHandle(id);
    const ask = (): Promise<RunProgress> => handle.query<RunProgress>('progress');
    return { answered: true, progress: await link.temporal.withDeadline(Date.now() + QUERY_TIMEOUT_MS, ask) };
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) return { answered: true, ...failureIn(error) };
    if (isNobodyThere(error)) return { answered: false };
    return link.reach(id, () => Promise.reject(error));
  }
}

/** The SDK takes every refused question for one that the run does not know. */
const failureIn = ({ message }: Error): Pick<Asked, 'failure'> =>
  message.includes('did not register a handler') ? {} : { failure: message };

/** Of the items of a map: those that have an outcome, and those that shards under way tell of. */
export const doneOf = (
  { total, ok, failed, skipped }: Omit<NonNullable<StepRow['items']>, 'cached'>,
  underWay: number,
): number => Math.min(total, ok + failed + skipped + underWay);

/** What the run says of itself; undefined when no worker answers, or it has nothing to say. */
export const progressOf = async (link: Link, id: string): Promise<RunProgress | undefined> =>
  (await askProgress(link, id)).progress;

export const isNobodyThere = (error: unknown): boolean =>
  error instanceof QueryRejectedError || NOBODY.has(grpcCodeOf(error) ?? 0);
