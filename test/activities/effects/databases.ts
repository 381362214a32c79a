/** The databases of the tests: PostgreSQL in WebAssembly behind a pool, SQLite in a file. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import type { PgClient, PgPool, SqliteDatabase } from '../../../activities';

export interface TestPool extends PgPool {
  /** What was asked, in order, in one line each; `closed` where a connection was closed instead of given back. */
  readonly log: string[];
  /** Called before each question. */
  before?: (text: string) => Promise<void> | void;
}

type Rows = { rows: unknown[] };

/** In a thread of its own: it imports as it runs, which the sandbox of Jest forbids. */
export class Postgres {
  private readonly worker: Worker;
  private readonly asked = new Map<number, (answer: Rows | { error: string }) => void>();
  private count = 0;

  constructor() {
    const code = `
      const { parentPort } = require('node:worker_threads');
      const { PGlite } = require(${JSON.stringify(require.resolve('@electric-sql/pglite'))});
      const db = PGlite.create();
      parentPort.on('message', async ({ id, text, values }) => {
        try {
          const rows = values ? (await (await db).query(text, values)).rows : (await (await db).exec(text)).at(-1)?.rows;
          parentPort.postMessage({ id, rows: rows ?? [] });
        } catch (error) {
          parentPort.postMessage({ id, error: error.message });
        }
      });`;
    this.worker = new Worker(code, { eval: true });
    this.worker.on('message', ({ id, ...answer }: Rows & { id: number }) => this.asked.get(id)?.(answer));
  }

  /** Without values it may be several statements; the rows are those of the last. */
  async query(text: string, values?: unknown[]): Promise<Rows> {
    const id = (this.count += 1);
    const answer = await new Promise<Rows | { error: string }>((resolve) => {
      this.asked.set(id, resolve);
      this.worker.postMessage({ id, text, values });
    });
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  async close(): Promise<void> {
    const exit = once(this.worker, 'exit');
    await this.worker.terminate();
    await exit;
  }
}

/** It has one session: whoever connects waits until the connection before is given back. */
export function poolOf(db: Postgres): TestPool {
  let free: Promise<void> = Promise.resolve();
  const pool: TestPool = {
    log: [],
    async connect() {
      const before = free;
      let release: () => void = () => undefined;
      free = new Promise((resolve) => (release = resolve));
      await before;
      return sessionOf(db, pool, release);
    },
  };
  return pool;
}

function sessionOf(db: Postgres, pool: TestPool, release: () => void): PgClient {
  let isClosed = false;
  return {
    async query(text, values) {
      await pool.before?.(text);
      if (isClosed) throw new Error('this connection is closed');
      pool.log.push(text.replace(/\s+/g, ' '));
      return db.query(text, values);
    },
    release(error) {
      isClosed = true;
      if (!error) return release();
      pool.log.push('closed');
      void db.query('rollback').then(release);
    },
  };
}

/** Another connection to the file with each call, as another process has. */
export const openSqlite = (path: string): SqliteDatabase & { close(): void } => new Database(path, { timeout: 5000 });
