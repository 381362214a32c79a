/** What effects of each kind write to: one text, which a reader sees, behind the part that writes it. */
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fileEffect, fileSink, httpEffect, s3Effect, s3Sink, sqlEffect } from '../../../activities';
import type { HttpApi, PgPool, SqliteDatabase } from '../../../activities';
import { openSqlite, poolOf, Postgres } from './databases';
import { startFakeS3 } from './fakeS3';
import { fakeStep, runOf } from './step';

export interface Outside {
  readonly deps: unknown;
  readonly step: object;
  read(): Promise<string | undefined>;
  /** Called right before the outside changes for good: what it throws is a crash there. */
  before: () => Promise<void> | void;
  /** How often it changed. */
  changes(): number;
  close(): Promise<void> | void;
}
export interface Kind {
  readonly name: string;
  /** A second writer waits until the first one's transaction ends: it cannot write in between. */
  readonly locks: boolean;
  open(): Promise<Outside>;
}

/** An attempt that writes `content` under the token. */
export function attempt(outside: Outside, content: string, token: number, key = content, heldTimes = Infinity) {
  const fake = fakeStep({ deps: outside.deps, token, key, heldTimes });
  return { ...fake, run: () => runOf(outside.step)({ content }, fake.step as never) };
}

const input = { content: z.string() };
const changing = () => {
  const counted = { changes: 0, before: (): Promise<void> | void => undefined };
  return Object.assign(counted, {
    async change() {
      await counted.before();
      counted.changes += 1;
    },
  });
};
type Changing = ReturnType<typeof changing>;

/** An outside around `state`, whose hook the test sets. */
const outsideOf = (state: Changing, rest: Omit<Outside, 'before' | 'changes'>): Outside =>
  Object.defineProperty({ ...rest, changes: () => state.changes } as Outside, 'before', {
    set(before: Outside['before']) {
      state.before = before;
    },
  });

async function openFile(): Promise<Outside> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'fencing-'));
  const state = changing();
  const { rename } = fs;
  jest.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
    const [next, now] = await Promise.all([fs.readlink(from), fs.readlink(to).catch(() => undefined)]);
    if (next !== now) await state.change();
    return rename(from, to);
  });
  return outsideOf(state, {
    deps: { files: fileSink(folder) },
    step: fileEffect({ version: 1, input, file: ({ content }) => ({ name: 'note', content }) }),
    read: () => fs.readFile(join(folder, 'note'), 'utf8').catch(() => undefined),
    close: () => fs.rm(folder, { recursive: true }),
  });
}

async function openS3(): Promise<Outside> {
  const store = await startFakeS3();
  const state = changing();
  store.before = async ({ method, url }) => {
    if (method !== 'PUT' || url?.includes('trial')) return undefined;
    return state.change().then(
      () => undefined,
      () => [500] as const,
    );
  };
  const credentials = () => Promise.resolve({ accessKeyId: 'id', secretAccessKey: 'secret' });
  return outsideOf(state, {
    deps: { s3: s3Sink('s3://town', { endpoint: store.endpoint, credentials }) },
    step: s3Effect({ version: 1, input, file: ({ content }) => ({ name: 'note', content }) }),
    read: () => Promise.resolve(store.objects.get('/town/note')?.body.toString()),
    close: () => store.close(),
  });
}

/** An API that compares tokens and remembers keys. */
function openHttp(): Promise<Outside> {
  const state = changing();
  const done = new Set<string>();
  let [note, seen]: [string | undefined, number] = [undefined, 0];
  const fetch: HttpApi['fetch'] = async (_url, init) => {
    init?.signal?.throwIfAborted();
    const headers = new Headers(init?.headers);
    const [key, token] = [headers.get('idempotency-key') ?? '', Number(headers.get('fencing-token'))];
    await state.before();
    if (token < seen) return new Response(`has seen ${seen}`, { status: 412 });
    seen = token;
    if (!done.has(key)) {
      state.changes += 1;
      note = (JSON.parse(init?.body as string) as { content: string }).content;
    }
    done.add(key);
    return Response.json({ done: true });
  };
  const write = httpEffect({
    version: 1,
    input,
    output: { done: z.boolean() },
    idempotencyKey: ({ content }) => content,
    resource: () => 'note',
    request: ({ content }) => ({ url: '/note', body: { content } }),
    nonRetryable: [412],
  });
  return Promise.resolve(
    outsideOf(state, {
      deps: { http: { baseUrl: 'http://notes', fetch } },
      step: write,
      read: () => Promise.resolve(note),
      close: () => undefined,
    }),
  );
}

let postgres: Postgres | undefined;
export const closePostgres = async (): Promise<void> => postgres?.close();

async function openPostgres(): Promise<Outside> {
  const db = (postgres ??= new Postgres());
  await db.query('drop table if exists pipeline_fences, pipeline_effects, note; create table note (content text)');
  const state = changing();
  const pool = poolOf(db);
  pool.before = (text) => (text.startsWith('insert into note') ? state.change() : undefined);
  return outsideOf(state, {
    deps: { sql: pool },
    step: sqlEffect({
      version: 1,
      input,
      output: { done: z.boolean() },
      resource: () => 'note',
      to: ({ sql }: { sql: PgPool }) => sql,
      async run({ content }, tx) {
        await tx.query('delete from note');
        await tx.query('insert into note values ($1)', [content]);
        return { done: true };
      },
    }),
    read: async () =>
      ((await db.query('select content from note')).rows[0] as { content: string } | undefined)?.content,
    close: () => undefined,
  });
}

async function openLite(): Promise<Outside> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'fencing-'));
  const db = openSqlite(join(folder, 'notes.db'));
  db.exec('create table note (content text)');
  const state = changing();
  return outsideOf(state, {
    deps: { sql: db },
    step: sqlEffect({
      version: 1,
      input,
      output: { done: z.boolean() },
      resource: () => 'note',
      to: ({ sql }: { sql: SqliteDatabase }) => sql,
      run({ content }, db) {
        db.exec('delete from note');
        void state.before();
        state.changes += 1;
        db.exec(`insert into note values ('${content}')`);
        return { done: true };
      },
    }),
    read: () =>
      Promise.resolve((db.prepare('select content from note').get() as { content: string } | undefined)?.content),
    async close() {
      db.close();
      await fs.rm(folder, { recursive: true });
    },
  });
}

export const KINDS: readonly Kind[] = [
  { name: 'a file', locks: false, open: openFile },
  { name: 'an S3 object', locks: false, open: openS3 },
  { name: 'an HTTP API', locks: false, open: openHttp },
  { name: 'PostgreSQL', locks: true, open: openPostgres },
  { name: 'SQLite', locks: true, open: openLite },
];
