import { randomUUID } from 'node:crypto';
import type { BeginRequest, CommitRequest, RunStore, StepLock, Store } from '../../redis';

/** A run nobody else uses. */
export function newRun(store: Store): RunStore {
  return store.run(randomUUID());
}

export function beginRequest(over: Partial<BeginRequest> = {}): BeginRequest {
  return {
    step: 'report.claims',
    hash: 'h1',
    owner: 'a1',
    scope: 'scope',
    seq: 1,
    leaseMs: 10_000,
    maxFailures: 5,
    maxDeaths: 10,
    ...over,
  };
}

/** The lock that `begin` gave; fails the test when it gave none. */
export async function acquire(run: RunStore, over: Partial<BeginRequest> = {}): Promise<StepLock> {
  const request = beginRequest(over);
  const reply = await run.begin(request);
  if (reply.word !== 'acquired') throw new Error(`begin answered ${JSON.stringify(reply)}`);
  return { step: request.step, hash: request.hash, owner: request.owner, token: reply.token };
}

export function commitRequest(lock: StepLock, over: Partial<CommitRequest> = {}): CommitRequest {
  return { ...lock, record: { output: lock.owner, durationMs: 5, attempt: 1 }, blobs: [], ...over };
}
