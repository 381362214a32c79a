/** What visitors are told: never more than concerns them, and always what to do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  AnswerInvalid,
  FileLost,
  NotPossible,
  RedisRefused,
  RedisUnreachable,
  RunNotFound,
  TemporalUnreachable,
} from 'pipeline-worker/client';

/** On every answer. */
export const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A request that cannot be served; the message is for whoever sent it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...SAFE_HEADERS,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

export function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { status, message } = refusalFor(error);
  if (status >= 500) console.error(`${request.method} ${request.url}:`, error);
  // An answer that has begun can only be broken off; a browser asks again for a stream.
  if (response.headersSent || response.destroyed) return void response.destroy();
  if (status === 503) response.setHeader('retry-after', '5');
  // What is left of an upload is read and dropped, so that the browser gets to see the answer.
  if (!request.complete) response.setHeader('connection', 'close');
  request.resume();
  answer(response, status, { error: message });
}

/** Messages of the SDK name servers and commands: they are for the log. */
function refusalFor(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof RunNotFound) return { status: 404, message: 'There is no such run, or it was forgotten.' };
  // In the words of the pipeline's own schema: whoever answered mends it.
  if (error instanceof AnswerInvalid) return { status: 400, message: error.message };
  if (error instanceof NotPossible) return { status: 409, message: 'The run has ended, or does not wait for this.' };
  if (error instanceof FileLost)
    return { status: 410, message: 'The report was not kept so long. Upload the file again.' };
  if ([TemporalUnreachable, RedisUnreachable, RedisRefused].some((kind) => error instanceof kind))
    return { status: 503, message: 'The servers behind this page do not answer. Try again in a moment.' };
  return {
    status: 500,
    message: 'Something went wrong here. Try again; if that does not help, tell who runs this service.',
  };
}
