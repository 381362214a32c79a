/** What must not compile, and what must: see test/kit/types.test.ts. The functions that hold the lines are never called. */
import { z } from 'zod';
import { httpEffect, mapped, ref, s3Effect, sqlEffect, stepSet } from '../../../activities';
import type { FileSink, HttpApi, PgPool } from '../../../activities';
import { createWorker } from '../../../worker';

declare const api: HttpApi;
declare const pool: PgPool;
declare const sink: FileSink;
/** As the types of `better-sqlite3` have it. */
declare const better: {
  exec(sql: string): object;
  prepare(sql: string): { get(...values: unknown[]): unknown; run(...values: unknown[]): { changes: number } };
  pragma(text: string): unknown;
};
/** As the types of `pg` have it. */
declare const pg: {
  connect(): Promise<{
    query<R extends object>(config: { text: string }): Promise<{ rows: R[] }>;
    query<R extends object>(text: string, values?: unknown[]): Promise<{ rows: R[]; rowCount: number | null }>;
    release(error?: Error | boolean): void;
  }>;
  connect(callback: (error: Error | undefined) => void): void;
};

const order = { version: 1, input: { id: z.string() }, output: { receipt: z.string() } } as const;
const idempotencyKey = ({ id }: { id: string }) => id;
const request = () => ({ url: '/charge' });

async function dependencies(): Promise<void> {
  const charge = httpEffect({ ...order, idempotencyKey, request });
  const refund = httpEffect({ ...order, idempotencyKey, request, to: ({ bank }: { bank: HttpApi }) => bank });
  const upload = s3Effect({ version: 1, input: {}, file: () => ({ name: 'a', content: 'a' }) });
  const book = sqlEffect({ ...order, resource: () => 'book', run: () => Promise.resolve({ receipt: 'r' }) });
  const common = { pipelines: 'workflows', steps: [stepSet('shop', { charge, refund, upload, book })] } as const;
  await createWorker({ ...common, deps: { http: api, bank: api, s3: sink, sql: pg } });
  // @ts-expect-error each part says what it needs
  await createWorker({ ...common, deps: { http: api, s3: sink, sql: pool } });
  // @ts-expect-error of the right kind
  await createWorker({ ...common, deps: { http: api, bank: api, s3: sink, sql: sink } });
}

function http(): void {
  httpEffect({ ...order, idempotencyKey, request: ({ id }, { http }) => ({ url: id, body: { base: http.baseUrl } }) });
  // @ts-expect-error it has a key
  httpEffect({ ...order, request });
  // @ts-expect-error of its input
  httpEffect({ ...order, idempotencyKey: ({ sku }: { sku: string }) => sku, request });
  // @ts-expect-error an answer that is kept has no references
  httpEffect({ ...order, output: { receipt: ref(z.string()) }, idempotencyKey, request });
  // @ts-expect-error a GET does nothing
  httpEffect({ ...order, idempotencyKey, request: () => ({ url: '/', method: 'GET' }) });
  // @ts-expect-error a Date is not what arrives
  httpEffect({ ...order, idempotencyKey, request: () => ({ url: '/', body: { at: new Date() } }) });
}

function sql(): void {
  const lite = { ...order, resource: () => 'book', to: ({ db }: { db: typeof better }) => db };
  sqlEffect({
    ...lite,
    input: { all: mapped(z.number()) },
    run({ all }, db) {
      db.pragma('user_version');
      return { receipt: String(all.length) };
    },
  });
  const quiet = { version: 1, input: { id: z.string() }, resource: () => 'book', to: lite.to };
  sqlEffect({ ...quiet, run: ({ id }, db) => db.exec(id) });
  // @ts-expect-error statements on SQLite do not wait
  sqlEffect({ ...lite, run: () => Promise.resolve({ receipt: 'r' }) });
  const server = { ...order, resource: () => 'book', to: ({ db }: { db: PgPool }) => db };
  // @ts-expect-error those on PostgreSQL do
  sqlEffect({ ...server, run: () => ({ receipt: 'r' }) });
  // @ts-expect-error it is fenced
  sqlEffect({ ...order, to: server.to, run: () => Promise.resolve({ receipt: 'r' }) });
}

// Compiled, never called.
void [dependencies, http, sql];

it('a step that a part has made is a step like any other', () => {
  expect(httpEffect({ ...order, idempotencyKey, request }).kind).toBe('step');
});
