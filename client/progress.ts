import { QueryNotRegisteredError, QueryRejectedError, isGrpcServiceError } from '@temporalio/client';
import type { RunProgress } from '../workflows/kit';
import type { Link } from './link';

/** A worker answers within milliseconds; without one the server keeps the question until this is over. */
const QUERY_TIMEOUT_MS = 3000;
/** CANCELLED, DEADLINE_EXCEEDED, FAILED_PRECONDITION: nobody could answer, though Temporal itself did. */
const NOBODY = new Set([1, 4, 9]);

/** What the run says of itself; undefined when no worker answers, or it is too young to have an answer. */
export async function progressOf(link: Link, id: string): Promise<RunProgress | undefined> {
  try {
    const handle = link.temporal.workflow.getHandle(id);
    return await link.temporal.withDeadline(Date.now() + QUERY_TIMEOUT_MS, () => handle.query<RunProgress>('progress'));
  } catch (error) {
    if (isNobodyThere(error)) return undefined;
    return link.reach(id, () => Promise.reject(error));
  }
}

function isNobodyThere(error: unknown): boolean {
  if (error instanceof QueryNotRegisteredError || error instanceof QueryRejectedError) return true;
  if (isGrpcServiceError(error)) return NOBODY.has(error.code);
  return error instanceof Error && error.cause !== undefined && isNobodyThere(error.cause);
}
