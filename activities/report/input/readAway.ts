import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { away } from '../away';
import { InputFault, type InputFaultCode, type InputFaultFacts } from './fault';
import { readComments, type ReadOptions, type ReadResult } from './readComments';
import type { Order } from './readThread';

/** A thread is ready after a tenth of a second, in which so much is read. */
const SMALL_BYTES = 256 * 1024;
/** Of 20 MB it needs 300: what needs more was made to. */
const HEAP_MB = 1_024;
/** Built code only: a thread cannot load TypeScript. */
const THREAD = join(__dirname, 'readThread.js');

type Answer =
  | { readonly result: ReadResult }
  | { readonly fault: { readonly code: InputFaultCode; readonly facts: InputFaultFacts } };

/**
 * `readComments` without holding up the caller's event loop: 20 MB take 5 s (two busy cores, 27 November 2026).
 * @throws InputFault as it does.
 */
export async function readCommentsAway(
  bytes: Uint8Array,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<ReadResult> {
  if (bytes.length <= SMALL_BYTES || !existsSync(THREAD)) return readComments(bytes, options);
  const order: Order = { bytes, options };
  const answer = await away<Answer>(THREAD, order, HEAP_MB, signal);
  if ('fault' in answer) throw new InputFault(answer.fault.code, answer.fault.facts);
  return answer.result;
}
