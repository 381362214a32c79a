/**
 * Answers the probes of whoever runs the process. `/livez` is answered as long as the event loop turns, whatever Temporal and
 * Redis do: a restart would not bring those back. `/readyz` is answered with 200 while the worker takes work, else with 503.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigInvalid } from './config';

/** Resolves with 'ok', or with a few words; rejects when what it looks at does not answer. */
export type Check = () => Promise<string>;

export interface Health {
  readonly port: number;
  close(): Promise<void>;
}

/** An orchestrator that waits for longer takes the probe for failed. */
export const ANSWER_WITHIN_MS = 900;
const REQUEST_WITHIN_MS = 5000;
const MAX_CONNECTIONS = 50;

/**
 * Serves on all interfaces until closed. Probes that come while the checks run share their answer.
 * @throws ConfigInvalid when the port is taken.
 */
export async function serveHealth(port: number, checks: Readonly<Record<string, Check>>): Promise<Health> {
  let asked: Promise<string[]> | undefined;
  const readiness = (): Promise<string[]> => (asked ??= resultsOf(checks).finally(() => (asked = undefined)));
  const server = createServer(
    { requestTimeout: REQUEST_WITHIN_MS, headersTimeout: REQUEST_WITHIN_MS, connectionsCheckingInterval: 1000 },
    ({ url }, response) => {
      if (url === '/livez') answer(response, 200, 'ok');
      else if (url !== '/readyz') answer(response, 404, 'there is /livez and /readyz');
      else {
        void readiness().then((results) => {
          const isReady = results.every((result) => result.endsWith(': ok'));
          answer(response, isReady ? 200 : 503, results.join('\n'));
        });
      }
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigInvalid(`PIPELINE_HEALTH_PORT: nothing can be served on port ${port} (${why}). Take another port.`);
  }
}

/** Names of errors, not their messages: whoever reaches the port need not learn addresses. */
async function resultsOf(checks: Readonly<Record<string, Check>>): Promise<string[]> {
  const result = async ([name, check]: [string, Check]): Promise<string> => {
    try {
      const late = pause(ANSWER_WITHIN_MS, 'no answer in time', { ref: false });
      return `${name}: ${await Promise.race([check(), late])}`;
    } catch (error) {
      return `${name}: ${error instanceof Error ? error.name : 'failed'}`;
    }
  };
  return Promise.all(Object.entries(checks).map(result));
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
