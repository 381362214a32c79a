/** A fenced transaction on SQLite, through whatever library its author has. */
import { StaleToken } from '../kit/authoring/staleToken';
import type { Transaction } from './sql';
import { SQL_TABLES } from './sqlTables';

/** What is asked of a database: `better-sqlite3` and `DatabaseSync` of `node:sqlite` have it. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
}
export interface SqliteStatement {
  get(...values: never[]): unknown;
  run(...values: never[]): unknown;
}

/**
 * Nothing in it waits, so that nobody else on this connection comes in between: neither the app's own statements nor another
 * effect. Other processes are kept out by `begin immediate`, which waits for as long as the database's `busy_timeout` says.
 * @returns the answer, of this or of an earlier attempt. Throws with everything rolled back.
 */
export function inSqlite(db: SqliteDatabase, transaction: Transaction, statements: () => unknown): string {
  transaction.signal.throwIfAborted();
  db.exec('begin immediate');
  try {
    for (const table of SQL_TABLES.sqlite) db.exec(table);
    raiseFence(db, transaction);
    const answer = answered(db, transaction) ?? doIt(db, transaction, statements);
    transaction.assertHeld();
    db.exec('commit');
    return answer;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

function rollBack(db: SqliteDatabase): void {
  try {
    db.exec('rollback');
  } catch {
    // After some errors (a full disk) SQLite has rolled back itself: there is nothing left to end.
  }
}

function doIt(db: SqliteDatabase, transaction: Transaction, statements: () => unknown): string {
  transaction.assertHeld();
  const value = statements();
  if (typeof (value as { then?: unknown } | null)?.then === 'function')
    throw new TypeError(
      'the run of an effect on SQLite is async: what it does would end outside its transaction. Rolled back.',
    );
  const answer = transaction.answerOf(value);
  const { done } = transaction;
  const keep = 'insert into pipeline_effects (step, key, answer) values (?, ?, ?)';
  if (done) bound(db, keep).run(done.step, done.key, answer);
  return answer;
}

function raiseFence(db: SqliteDatabase, { resource, token }: Transaction): void {
  const raise = `insert into pipeline_fences (resource, token) values (?, ?) on conflict (resource)
    do update set token = excluded.token where token <= excluded.token`;
  bound(db, raise).run(resource, token);
  const seen = Number(
    (bound(db, 'select token from pipeline_fences where resource = ?').get(resource) as { token: unknown }).token,
  );
  if (seen !== token) throw new StaleToken(resource, token, seen);
}

function answered(db: SqliteDatabase, { done }: Transaction): string | undefined {
  if (!done) return undefined;
  const find = 'select answer from pipeline_effects where step = ? and key = ?';
  return (bound(db, find).get(done.step, done.key) as { answer: string } | undefined)?.answer;
}

/** What the libraries take for values differs in their types; all take texts and numbers. */
function bound(db: SqliteDatabase, sql: string) {
  return db.prepare(sql) as unknown as Record<'get' | 'run', (...values: readonly (string | number)[]) => unknown>;
}
