/** A fenced transaction on PostgreSQL, through whatever pool its author has. */
import { StaleToken } from '../kit/authoring/staleToken';
import { unlessAborted } from '../kit/worker/unlessAborted';
import type { Transaction } from './sql';
import { SQL_TABLES } from './sqlTables';

/** What is asked of a pool: `pg.Pool` has it. */
export interface PgPool {
  connect(): Promise<PgClient>;
}
export interface PgClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** With an error the connection is closed instead of given back. */
  release(error?: Error): void;
  /** Where a client is an emitter, as in `pg`: an `error` that nobody listens to would end the process. */
  on?(event: 'error', listener: (error: Error) => void): unknown;
  removeListener?(event: 'error', listener: (error: Error) => void): unknown;
}

/** What the statements of an effect are given. */
export interface PgTransaction {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<{ readonly rows: Row[] }>;
}

/**
 * A process that freezes in its transaction keeps the row of its resource locked: after this the server ends it. READ COMMITTED: who
 * waited for the fence must see what was written meanwhile, whatever the default of the database is.
 */
const BEGIN = "begin isolation level read committed; set local idle_in_transaction_session_timeout = '60s'";
/** Any number will do that nobody else locks: two that make the tables at once would both fail in PostgreSQL's own catalogue. */
const MAKING_TABLES = 7_201_447_120;

const prepared = new WeakSet<PgPool>();

/** @returns the answer, of this or of an earlier attempt. Rejects with everything rolled back. */
export async function inPostgres(
  pool: PgPool,
  transaction: Transaction,
  statements: (tx: PgTransaction) => Promise<unknown>,
): Promise<string> {
  const { signal } = transaction;
  signal.throwIfAborted();
  const client = await connected(pool, signal);
  const broken = new AbortController();
  // The server ends a connection also between two statements: the transaction ends with it, at once.
  const onError = (error: Error): void => broken.abort(error);
  client.on?.('error', onError);
  try {
    const work = inTransaction(pool, client, transaction, statements);
    const answer = await unlessAborted(work, AbortSignal.any([signal, broken.signal]));
    client.removeListener?.('error', onError);
    client.release();
    return answer;
  } catch (error) {
    // Its listener stays on a connection that is closed: it may still say so.
    if (await giveBack(client, signal)) client.removeListener?.('error', onError);
    throw error;
  }
}

/** A connection that comes when nobody waits any more goes back at once. */
async function connected(pool: PgPool, signal: AbortSignal): Promise<PgClient> {
  const connecting = pool.connect();
  try {
    return await unlessAborted(connecting, signal);
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => undefined, // What it could not connect for is what was thrown, or nobody's concern any more.
    );
    throw error;
  }
}

/**
 * With a statement under way nothing can be rolled back: the connection is closed, and the server does it.
 * @returns whether it went back into the pool.
 */
async function giveBack(client: PgClient, signal: AbortSignal): Promise<boolean> {
  try {
    if (signal.aborted) throw new Error('the step was stopped in its transaction');
    await client.query('rollback');
    client.release();
    return true;
  } catch (error) {
    client.release(error as Error);
    return false;
  }
}

async function inTransaction(
  pool: PgPool,
  client: PgClient,
  transaction: Transaction,
  statements: (tx: PgTransaction) => Promise<unknown>,
): Promise<string> {
  if (!prepared.has(pool)) await makeTables(client);
  prepared.add(pool);
  await client.query(BEGIN);
  await raiseFence(client, transaction);
  const before = await answered(client, transaction);
  if (before !== undefined) {
    await client.query('commit');
    return before;
  }
  transaction.assertHeld();
  const value = await statements({ query: async (text, values = []) => client.query(text, [...values]) as never });
  const answer = transaction.answerOf(value);
  const { done } = transaction;
  if (done)
    await client.query('insert into pipeline_effects (step, key, answer) values ($1, $2, $3)', [
      done.step,
      done.key,
      answer,
    ]);
  transaction.assertHeld();
  await client.query('commit');
  return answer;
}

/** Also where this user could not make them: that they are there is looked at first. */
async function makeTables(client: PgClient): Promise<void> {
  const look = `select to_regclass('pipeline_fences') is not null and to_regclass('pipeline_effects') is not null as there`;
  const [found] = (await client.query(look)).rows as { there: boolean }[];
  if (found?.there) return;
  await client.query(
    ['begin', `select pg_advisory_xact_lock(${MAKING_TABLES})`, ...SQL_TABLES.postgres, 'commit'].join('; '),
  );
}

/** The row stays locked until the transaction ends: of two writers the second waits, and then sees the first one's token. */
async function raiseFence(client: PgClient, { resource, token }: Transaction): Promise<void> {
  const raise = `insert into pipeline_fences as fence (resource, token) values ($1, $2) on conflict (resource)
    do update set token = excluded.token where fence.token <= excluded.token returning token`;
  const raised = await client.query(raise, [resource, token]);
  if (raised.rows.length > 0) return;
  const [seen] = (await client.query('select token from pipeline_fences where resource = $1', [resource])).rows;
  throw new StaleToken(resource, token, Number((seen as { token: unknown } | undefined)?.token));
}

async function answered(client: PgClient, { done }: Transaction): Promise<string | undefined> {
  if (!done) return undefined;
  const { rows } = await client.query('select answer from pipeline_effects where step = $1 and key = $2', [
    done.step,
    done.key,
  ]);
  return (rows[0] as { answer: string } | undefined)?.answer;
}
