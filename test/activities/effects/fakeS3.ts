/** An S3 store over HTTP, as far as a sink uses one: it honours conditions as AWS does, or ignores them as some stores do. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Stored {
  readonly body: Buffer;
  readonly headers: Record<string, string>;
}
type Answer = readonly [status: number, headers?: Record<string, string>, body?: string];

export interface FakeS3 {
  readonly endpoint: string;
  /** By `/bucket/key`. */
  readonly objects: Map<string, Stored>;
  /** Method and condition of each request, in order. */
  readonly log: string[];
  /** Called before a request is answered; what it returns is answered instead. */
  before?: (request: IncomingMessage) => Promise<Answer | undefined> | Answer | undefined;
  close(): void;
}

const CONDITIONS = ['if-match', 'if-none-match'];
const code = (name: string): string => `<Error><Code>${name}</Code><Message>as asked</Message></Error>`;

export async function startFakeS3(honours: 'conditions' | 'nothing' = 'conditions'): Promise<FakeS3> {
  const objects = new Map<string, Stored>();
  const put = (path: string, headers: IncomingMessage['headers'], body: Buffer): Answer => {
    const etag = objects.get(path)?.headers['etag'];
    const [match, none] = CONDITIONS.map((name) => headers[name]);
    if (honours === 'conditions' && match !== undefined && etag === undefined) return [404, {}, code('NoSuchKey')];
    const fails = (match !== undefined && match !== etag) || (none !== undefined && etag !== undefined);
    if (honours === 'conditions' && fails) return [412, {}, code('PreconditionFailed')];
    const kept = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-') || name === 'content-type');
    const md5 = createHash('md5').update(body).digest('hex');
    objects.set(path, { body, headers: { ...(Object.fromEntries(kept) as Record<string, string>), etag: `"${md5}"` } });
    return [200];
  };
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { method, url = '', headers } = request;
    const body = await buffer(request);
    fake.log.push([method, ...CONDITIONS.filter((name) => headers[name] !== undefined)].join(' '));
    const other = await fake.before?.(request);
    if (other) return other;
    if (method === 'PUT') return put(url, headers, body);
    if (method === 'DELETE') return [objects.delete(url) ? 204 : 404];
    const found = objects.get(url);
    return found ? [200, found.headers] : [404];
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answerTo(request).then(([status, headers = {}, body = '']) => response.writeHead(status, headers).end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeS3 = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    log: [],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return fake;
}
