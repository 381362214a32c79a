/** Whether a store honours conditional writes: some answer 200 and write all the same, and with them nothing would be fenced. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { refused } from './failure';
import type { S3Object } from './s3';
import { refusal } from './s3Store';

/** By store and bucket: tried out once in this process, by whoever comes first. A trial that failed is made again. */
const trials = new Map<string, Promise<void>>();

/** Rejects, finally, with `StoreNotFenced`; and with what kept it from being tried out. */
export async function mustHonourConditions(object: S3Object): Promise<void> {
  const name = `${object.store.endpoint ?? ''} ${object.bucket}`;
  const joined = trials.get(name);
  const trial = joined ?? tryOut(object);
  trials.set(name, trial);
  try {
    await trial;
  } catch (error) {
    if (trials.get(name) === trial) trials.delete(name);
    // What ended somebody else's trial (a lost lock, a signal) is not this attempt's.
    if (joined && !isVerdict(error)) return mustHonourConditions(object);
    throw error;
  }
}

const isVerdict = (error: unknown): boolean => error instanceof ApplicationFailure && error.nonRetryable === true;

const NOBODY = '"00000000000000000000000000000000"';

/** In an object of its own beside the one that is to be written, as rights are often given by folder. */
async function tryOut(beside: S3Object): Promise<void> {
  const { store, bucket, fence } = beside;
  const key = `${beside.key.replace(/[^/]*$/, '')}.pipeline-worker-trial-${randomUUID()}`;
  const object = { ...beside, key };
  const write = async (condition: Record<string, string>): Promise<number> => {
    const body = Buffer.from('whether this store honours conditions');
    const before = (): void => fence.assertHeld();
    const answer = await store.ask({
      method: 'PUT',
      bucket,
      key,
      headers: condition,
      body,
      signal: fence.signal,
      before,
    });
    if (answer.status === 200 || answer.status === 412) return answer.status;
    throw refusal(object, 'PUT', answer);
  };
  const statuses = [
    await write({ 'if-none-match': '*' }),
    await write({ 'if-none-match': '*' }),
    await write({ 'if-match': NOBODY }),
  ];
  await store.ask({ method: 'DELETE', bucket, key, signal: fence.signal });
  if (statuses.join() === '200,412,412') return;
  throw refused(
    'StoreNotFenced',
    `the store of s3://${bucket} (${store.endpoint ?? 'AWS'}) does not honour If-Match and If-None-Match on PUT (it answered ` +
      `${statuses.join(', ')} where 200, 412, 412 is right): a worker that was overtaken would overwrite what its successor wrote. Use ` +
      'one that does (AWS S3, MinIO, Cloudflare R2), or a file or SQL effect.',
  );
}
