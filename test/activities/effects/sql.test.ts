import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SQL_TABLES, sqlEffect, StaleToken } from '../../../activities';
import type { PgPool, SqliteDatabase } from '../../../activities';
import { openSqlite, poolOf, Postgres } from './databases';
import type { TestPool } from './databases';
import { fakeStep, runOf } from './step';

const base = { version: 1, input: { by: z.number() }, output: { total: z.number() }, resource: () => 'account 1' };

describe('on PostgreSQL', () => {
  const db = new Postgres();
  let pool: TestPool;
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.query('drop table if exists pipeline_fences, pipeline_effects, account; create table account (total int)');
    await db.query('insert into account values (0)');
    pool = poolOf(db);
  });

  const add = sqlEffect({
    ...base,
    to: ({ pool }: { pool: PgPool }) => pool,
    run: async ({ by }, tx) => {
      const { rows } = await tx.query<{ total: number }>('update account set total = total + $1 returning total', [by]);
      return { total: rows[0]!.total };
    },
  });
  const deposit = (over: { token?: number; key?: string; heldTimes?: number } = {}, by = 5) =>
    runOf(add)({ by }, fakeStep({ deps: { pool }, token: 7, ...over }).step);
  const total = async () => ((await db.query('select total from account')).rows[0] as { total: number }).total;
  const rows = async (table: string) => (await db.query(`select * from ${table}`)).rows;

  test('what was done and answered is committed together, and an attempt that comes after it is answered with it', async () => {
    await expect(deposit({ token: 7, key: 'order-1' })).resolves.toEqual({ total: 5 });
    await expect(deposit({ token: 8, key: 'order-1' })).resolves.toEqual({ total: 5 });
    await expect(deposit({ token: 9, key: 'order-2' })).resolves.toEqual({ total: 10 });
    await expect(total()).resolves.toBe(10);
    await expect(rows('pipeline_fences')).resolves.toEqual([{ resource: 'account 1', token: 9 }]);
    await expect(rows('pipeline_effects')).resolves.toMatchObject([
      { step: 'shop.charge', key: 'order-1', answer: '{"total":5}' },
      { step: 'shop.charge', key: 'order-2', answer: '{"total":10}' },
    ]);
  });

  test('the same key of another step is another effect', async () => {
    const { step } = fakeStep({ deps: { pool }, token: 7, key: 'order-1' });
    await deposit({ key: 'order-1' });
    await runOf(add)({ by: 5 }, { ...step, name: 'shop.refund' });
    await expect(total()).resolves.toBe(10);
  });

  test('a step that was renamed is the same effect under its key', async () => {
    await deposit({ key: 'order-1' });
    const renamed = sqlEffect({
      ...base,
      was: ['shop.charge', 'shop.deposit'],
      to: ({ pool }: { pool: PgPool }) => pool,
      run: async (_input, tx) => tx.query('update account set total = 0').then(() => ({ total: 0 })),
    });
    const { step } = fakeStep({ deps: { pool }, token: 8, key: 'order-1' });
    await expect(runOf(renamed)({ by: 5 }, { ...step, name: 'bank.deposit' })).resolves.toEqual({ total: 5 });
    await expect(total()).resolves.toBe(5);
  });

  test('statements that answer nothing are kept as done', async () => {
    const clear = sqlEffect({
      version: 1,
      input: {},
      resource: () => 'account 1',
      to: ({ pool }: { pool: PgPool }) => pool,
      run: async (_input, tx) => {
        await tx.query('update account set total = total + 1');
      },
    });
    for (const token of [7, 8]) {
      await expect(runOf(clear)({}, fakeStep({ deps: { pool }, token }).step)).resolves.toBeNull();
    }
    await expect(total()).resolves.toBe(1);
  });

  test('with replaces it runs again each time, keeps no answer and does not read its key', async () => {
    const overwrite = sqlEffect({
      ...base,
      replaces: true,
      to: ({ pool }: { pool: PgPool }) => pool,
      run: async ({ by }, tx) => tx.query('update account set total = $1', [by]).then(() => ({ total: by })),
    });
    const { step } = fakeStep({ deps: { pool } });
    const unread = Object.defineProperty(step, 'idempotencyKey', { get: () => Promise.reject(new Error('read')) });
    await runOf(overwrite)({ by: 3 }, unread);
    await runOf(overwrite)({ by: 4 }, unread);
    await expect(total()).resolves.toBe(4);
    await expect(rows('pipeline_effects')).resolves.toEqual([]);
  });

  /** Takes away the table in which its answer would be kept. */
  const hiding = sqlEffect({
    ...base,
    to: ({ pool }: { pool: PgPool }) => pool,
    run: async (_input, tx) => {
      await tx.query('alter table pipeline_effects rename to hidden');
      return { total: 0 };
    },
  });

  test.each([
    ['a token that is overtaken', () => deposit({ token: 6 }), StaleToken],
    ['a lock that is lost before the statements', () => deposit({ heldTimes: 0 }), 'lock lost'],
    ['a lock that is lost before the commit', () => deposit({ heldTimes: 1 }), 'lock lost'],
    ['a statement that fails', () => deposit({}, NaN), /invalid input syntax/],
    [
      'an answer that cannot be kept',
      () => runOf(hiding)({ by: 5 }, fakeStep({ deps: { pool }, token: 7 }).step),
      /does not exist/,
    ],
  ])('%s leaves everything as it was, and the connection is given back', async (_what, run, error) => {
    await deposit({ token: 7, key: 'before' });
    await expect(run()).rejects.toThrow(error);
    await expect(total()).resolves.toBe(5);
    await expect(rows('pipeline_effects')).resolves.toHaveLength(1);
    await expect(rows('pipeline_fences')).resolves.toEqual([{ resource: 'account 1', token: 7 }]);
    expect(pool.log.at(-1)).toBe('rollback');
    await deposit({ token: 8, key: 'after' });
  });

  test.each([
    ['OutputInvalid', { total: 'five' }],
    ['TooLarge', { total: 5, text: 'x'.repeat(5000) }],
  ])('an answer that cannot be kept (%s) is rolled back, and ends the step', async (type, answer) => {
    const wrong = sqlEffect({
      ...base,
      output: { total: z.number(), text: z.string().optional() },
      to: ({ pool }: { pool: PgPool }) => pool,
      run: async (_input, tx) => tx.query('update account set total = 5').then(() => answer as never),
    });
    const { step } = fakeStep({ deps: { pool } });
    await expect(runOf(wrong)({ by: 5 }, step)).rejects.toMatchObject({ type, nonRetryable: true });
    await expect(total()).resolves.toBe(0);
  });

  test('the signal ends it wherever it is: while it waits for a connection, and in the middle of a statement', async () => {
    const reason = new Error('cancelled');
    const busy = await pool.connect();
    const waiting = fakeStep({ deps: { pool } });
    const waits = runOf(add)({ by: 5 }, waiting.step);
    waiting.abort.abort(reason);
    await expect(waits).rejects.toBe(reason);
    busy.release();

    const { step, abort } = fakeStep({ deps: { pool } });
    pool.before = (text) => {
      if (!text.startsWith('update')) return undefined;
      abort.abort(reason);
      return new Promise(() => undefined);
    };
    await expect(runOf(add)({ by: 5 }, step)).rejects.toBe(reason);
    delete pool.before;
    expect(pool.log.at(-1)).toBe('closed');
    await expect(deposit()).resolves.toEqual({ total: 5 });
  });

  test('a connection that breaks is closed, not given back', async () => {
    pool.before = (text) =>
      text === 'commit' || text === 'rollback' ? Promise.reject(new Error('broken')) : undefined;
    await expect(deposit()).rejects.toThrow('broken');
    expect(pool.log.at(-1)).toBe('closed');
    await expect(total()).resolves.toBe(0);
  });

  test('a connection that the server ends between two statements ends the step, and nobody else', async () => {
    const client = Object.assign(new EventEmitter(), await pool.connect());
    const ending = sqlEffect({
      ...base,
      to: ({ pool }: { pool: PgPool }) => pool,
      run: () => {
        client.emit('error', new Error('terminating connection'));
        return new Promise<{ total: number }>(() => undefined);
      },
    });
    const { step } = fakeStep({ deps: { pool: { connect: () => Promise.resolve(client) } } });
    await expect(runOf(ending)({ by: 5 }, step)).rejects.toThrow('terminating connection');
    expect(pool.log.at(-1)).toBe('rollback');
    expect(client.listenerCount('error')).toBe(0);
  });

  test('the tables are made once for each pool, and not at all where they are there', async () => {
    await Promise.all([deposit({ key: 'a' }), deposit({ key: 'b' })]);
    const later = poolOf(db);
    await runOf(add)({ by: 5 }, fakeStep({ deps: { pool: later }, token: 8 }).step);
    const asked = (log: readonly string[], what: string) => log.filter((text) => text.includes(what)).length;
    expect([asked(pool.log, 'to_regclass'), asked(pool.log, 'create table')]).toEqual([1, 1]);
    expect([asked(later.log, 'to_regclass'), asked(later.log, 'create table')]).toEqual([1, 0]);
  });
});

describe('on SQLite', () => {
  let folder: string;
  let db: ReturnType<typeof openSqlite>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sql-effect-'));
    db = openSqlite(join(folder, 'shop.db'));
    db.exec('create table account (total integer)');
    db.exec('insert into account values (0)');
  });
  afterEach(async () => {
    db.close();
    await rm(folder, { recursive: true });
  });

  /** What this library adds to each row is not of the database. */
  const get = (of: SqliteDatabase, sql: string): Record<string, unknown> => {
    const { _metadata, ...row } = of.prepare(sql).get() as Record<string, unknown>;
    return row;
  };
  const add = sqlEffect({
    ...base,
    to: ({ db }: { db: SqliteDatabase }) => db,
    run: ({ by }, db) => {
      db.exec(`update account set total = total + ${by}`);
      return { total: Number(get(db, 'select total from account')['total']) };
    },
  });
  const deposit = (over: { token?: number; key?: string; heldTimes?: number } = {}, by = 5) =>
    runOf(add)({ by }, fakeStep({ deps: { db }, token: 7, ...over }).step);
  const total = () => get(db, 'select total from account')['total'];

  test('what was done and answered is committed together, and an attempt that comes after it is answered with it', async () => {
    const microseconds = Date.now() * 1000;
    await expect(deposit({ token: microseconds, key: 'order-1' })).resolves.toEqual({ total: 5 });
    await expect(deposit({ token: microseconds + 1, key: 'order-1' })).resolves.toEqual({ total: 5 });
    await expect(deposit({ token: microseconds + 1, key: 'order-2' })).resolves.toEqual({ total: 10 });
    expect(get(db, 'select token, typeof(token) as type from pipeline_fences')).toEqual({
      token: microseconds + 1,
      type: 'integer',
    });
    expect(get(db, 'select count(*) as n from pipeline_effects')).toEqual({ n: 2 });
  });

  test.each([
    ['a token that is overtaken', () => deposit({ token: 6 }), StaleToken],
    ['a lock that is lost before the statements', () => deposit({ heldTimes: 0 }), 'lock lost'],
    ['a lock that is lost before the commit', () => deposit({ heldTimes: 1 }), 'lock lost'],
    ['a statement that fails', () => deposit({}, NaN), /NaN/],
  ])('%s leaves everything as it was, and another process can write at once', async (_what, run, error) => {
    await deposit({ token: 7, key: 'before' });
    await expect(run()).rejects.toThrow(error);
    expect(total()).toBe(5);
    expect(get(db, 'select count(*) as n from pipeline_effects')).toEqual({ n: 1 });
    const other = openSqlite(join(folder, 'shop.db'));
    await runOf(add)({ by: 1 }, fakeStep({ deps: { db: other }, token: 8 }).step);
    other.close();
    expect(total()).toBe(6);
  });

  test('statements that are async are rolled back, and said to be a mistake', async () => {
    const late = sqlEffect({
      ...base,
      to: ({ db }: { db: SqliteDatabase }) => db,
      run: ((_input: unknown, db: SqliteDatabase) => {
        db.exec('update account set total = 9');
        return Promise.resolve({ total: 9 });
      }) as never,
    });
    await expect(runOf(late)({ by: 1 }, fakeStep({ deps: { db } }).step)).rejects.toThrow(/is async: .* Rolled back/);
    expect(total()).toBe(0);
  });

  test('a step that is stopped already writes nothing', async () => {
    const { step, abort } = fakeStep({ deps: { db } });
    abort.abort(new Error('cancelled'));
    await expect(runOf(add)({ by: 1 }, step)).rejects.toThrow('cancelled');
    expect(total()).toBe(0);
    // No transaction of it stands in the way of others.
    await runOf(add)({ by: 1 }, fakeStep({ deps: { db } }).step);
    expect(total()).toBe(1);
  });
});

test('both databases get the same two tables', () => {
  const names = (tables: readonly string[]) => tables.map((table) => /exists (\w+)/.exec(table)?.[1]);
  expect(names(SQL_TABLES.postgres)).toEqual(['pipeline_fences', 'pipeline_effects']);
  expect(names(SQL_TABLES.sqlite)).toEqual(names(SQL_TABLES.postgres));
});
