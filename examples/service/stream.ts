/** Progress as Server-Sent Events. Every stream begins with all that is so already: a browser that comes back misses nothing. */
import { once } from 'node:events';
import type { RunHandle } from 'pipeline-worker/client';
import { SAFE_HEADERS } from './answers';
import type { Visit } from './routes';

const COME_BACK_AFTER_MS = 2000;
/** Proxies drop connections on which nothing moves, often after 30 s. */
const PING_EVERY_MS = 15_000;

/** Ends with the run, or with the signal. Rejects with RunNotFound before anything is sent. */
export async function streamRun(handle: RunHandle, { response, signal }: Visit): Promise<void> {
  const ping = setInterval(() => response.headersSent && response.write(':\n\n'), PING_EVERY_MS);
  try {
    for await (const event of handle.watch({ signal })) {
      if (!response.headersSent) {
        response.writeHead(200, { ...SAFE_HEADERS, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
        response.write(`retry: ${COME_BACK_AFTER_MS}\n\n`);
      }
      // A slow reader is waited for: nothing piles up here.
      if (!response.write(`data: ${JSON.stringify(event)}\n\n`)) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(ping);
  }
  response.end();
}
