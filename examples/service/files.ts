/** The files of a finished report. */
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunHandle } from 'pipeline-worker/client';
import { Refusal, SAFE_HEADERS } from './answers';

/**
 * The report is made of what strangers wrote. It escapes them and forbids all scripts but its own; the sandbox sees to it
 * that even a script which came through could not act for the person who reads: it has no origin.
 */
const HTML_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "sandbox allow-scripts allow-modals allow-popups; frame-ancestors 'none'",
};

/** Sends a file that was downloaded, and checked, into a folder named by its sha256. */
export async function sendFile(
  handle: RunHandle,
  name: string,
  folder: string,
  response: ServerResponse,
): Promise<void> {
  if (await handle.isRunning()) throw new Refusal(409, 'The report is not ready yet.');
  const file = (await handle.result()).files.find((one) => one.name === name);
  if (!file) throw new Refusal(404, 'This run ended without a report.');
  const place = join(folder, file.sha256);
  const path = join(place, name);
  await access(path).catch(() => handle.download(place));
  const type = name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json';
  const kind = name.endsWith('.html')
    ? HTML_HEADERS
    : { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` };
  response.writeHead(200, { ...SAFE_HEADERS, ...kind, 'content-length': file.bytes });
  await pipeline(createReadStream(path), response);
}
