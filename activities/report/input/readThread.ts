/** What runs inside the thread that reads one large file. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputFault } from './fault';
import { readComments, type ReadOptions } from './readComments';

export interface Order {
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
}

try {
  const { bytes, options } = workerData as Order;
  parentPort?.postMessage({ result: readComments(bytes, options) });
} catch (error) {
  if (!(error instanceof InputFault)) throw error;
  const { code, what, where, why, remedy } = error;
  // An error of a class of our own would arrive as one without its fields.
  parentPort?.postMessage({ fault: { code, facts: { what, where, why, remedy } } });
}
