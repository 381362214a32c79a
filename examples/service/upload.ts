/** The body of a request, never more of it than the limit. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './answers';

/** Rejects with a Refusal that says what is wrong with the upload. */
export async function readUpload(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  if (!isOfType(request, 'text/csv'))
    throw new Refusal(415, 'This is not a CSV file. Export your table as CSV (comma separated values) and send that.');
  const csv = await bodyOf(request, maxBytes);
  if (csv.toString('utf8').trim() === '')
    throw new Refusal(400, 'The file is empty. Send one with a header line and one comment a row.');
  return csv;
}

/** More than a run takes as an answer. */
const MAX_ANSWER_BYTES = 64 * 1024;

export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!isOfType(request, 'application/json')) throw new Refusal(415, 'An answer is JSON.');
  const body = await bodyOf(request, MAX_ANSWER_BYTES);
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'This is no JSON.');
  }
}

/** No page of another site can send these types without asking first. */
const isOfType = ({ headers }: IncomingMessage, type: string): boolean =>
  headers['content-type']?.split(';')[0] === type;

async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Broken off, the request stays open: the answer has to get through.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): Refusal {
  const limit = (maxBytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });
  return new Refusal(
    413,
    `The file is too large: at most ${limit} MB. Split it, or ask who runs this service to raise the limit.`,
  );
}
