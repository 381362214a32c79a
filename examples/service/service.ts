/** The server: its life, and the way of a request to its route. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Refusal, refuse } from './answers';
import { routesFor } from './routes';
import type { ServiceOptions } from './routes';

export interface Service {
  readonly server: Server;
  listen(port: number, host: string): Promise<void>;
  /** Takes nothing new, ends the streams, lets uploads end; after 10 s breaks off what is left. */
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 10_000;
/** A whole upload, also of a slow sender. */
const REQUEST_WITHIN_MS = 60_000;

export function createService(options: ServiceOptions): Service {
  const stopping = new AbortController();
  const routes = routesFor(options);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const url = new URL(request.url ?? '/', 'http://service');
      const here = routes.filter(([, path]) => path.test(url.pathname));
      const route = here.find(([method]) => method === request.method);
      if (!route)
        throw here.length > 0 ? new Refusal(405, 'Not like this.') : new Refusal(404, 'There is nothing here.');
      // A page of somebody else may link to us, but not act for the person who looks at it.
      const isForeign = request.headers['sec-fetch-site'] === 'cross-site';
      if (request.method === 'POST' && isForeign) throw new Refusal(403, 'Not from another site.');
      const [, ...parts] = route[1].exec(url.pathname) ?? [];
      const signal = AbortSignal.any([gone.signal, stopping.signal]);
      await route[2]({ request, response, url, signal }, ...parts);
    } catch (error) {
      refuse(request, response, error);
    }
  }

  const server = createServer(
    { requestTimeout: REQUEST_WITHIN_MS },
    (request, response) => void serve(request, response),
  );
  return {
    server,
    async listen(port, host) {
      server.listen(port, host);
      await once(server, 'listening');
    },
    async stop() {
      stopping.abort();
      if (!server.listening) return;
      const force = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(force);
    },
  };
}
