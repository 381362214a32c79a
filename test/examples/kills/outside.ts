/** The world outside an example: an HTTP server that does what it is asked once for each idempotency key, and keeps the books. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly path: string;
  readonly body: string;
  /** How often it was asked before. */
  readonly before: number;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  /** It is done, and the connection is lost: who asked does not know. */
  readonly lost?: boolean;
}

/** The nth request of that name kills who sent it: before anything is done, or when all is done and nothing answered. */
export interface Blow {
  readonly at: RegExp;
  readonly nth?: number;
  readonly when: 'asked' | 'done';
  readonly strike: () => void;
}

export class Outside {
  /** Every request by its idempotency key, or by method and path, in order. */
  readonly asked: string[] = [];
  /** What was done, in order: what is asked again under its key is not done again. */
  readonly done: string[] = [];
  blow?: Blow;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(answer: (asked: Asked) => Answer): Promise<Outside> {
    const server = createServer((request, response) => {
      const { method = '', url: path = '', headers } = request;
      const name = headers['idempotency-key']?.toString() ?? `${method} ${path}`;
      void text(request).then((body) => {
        const { status = 200, body: said = {}, lost = false } = outside.do(name, () => answer, path, body);
        if (lost) return response.destroy();
        return response.writeHead(status).end(typeof said === 'string' ? said : JSON.stringify(said));
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const outside = new Outside(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return outside;
  }

  private do(name: string, answerer: () => (asked: Asked) => Answer, path: string, body: string): Answer {
    const before = this.asked.filter((one) => one === name).length;
    this.asked.push(name);
    const struck = this.isStruck(name) ? this.blow : undefined;
    if (struck?.when === 'asked') return this.strike(struck);
    const answer = answerer()({ path, body, before });
    if ((answer.status ?? 200) < 300 && !this.done.includes(name)) this.done.push(name);
    return struck ? this.strike(struck) : answer;
  }

  private isStruck(name: string): boolean {
    const { at, nth = 1 } = this.blow ?? { at: /$^/ };
    return at.test(name) && this.asked.filter((one) => at.test(one)).length === nth;
  }

  private strike(blow: Blow): Answer {
    delete this.blow;
    blow.strike();
    return { lost: true };
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
