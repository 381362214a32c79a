/** The body of an upload, never more of it than the limit. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './answers';

/** Rejects with a Refusal that says what is wrong with the upload. */
export async function readUpload(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  // No page of another site can send this type without asking first.
  if (request.headers['content-type']?.split(';')[0] !== 'text/csv')
    throw new Refusal(415, 'This is not a CSV file. Export your table as CSV (comma separated values) and send that.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Broken off, the request stays open: the answer has to get through.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const csv = Buffer.concat(chunks);
  if (csv.toString('utf8').trim() === '')
    throw new Refusal(400, 'The file is empty. Send one with a header line and one comment a row.');
  return csv;
}

function tooLarge(maxBytes: number): Refusal {
  const limit = (maxBytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });
  return new Refusal(
    413,
    `The file is too large: at most ${limit} MB. Split it, or ask who runs this service to raise the limit.`,
  );
}
