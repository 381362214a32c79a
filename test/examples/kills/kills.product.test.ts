/**
 * `kill -9` in each of the examples, at three points or more: their workers are processes of their own, on a real Temporal and Redis. The world
 * outside counts what it does, by idempotency key.
 *
 * order: while the shop is asked to charge; when it has charged and has not answered; in the middle of undoing, when it has refunded
 * and has not answered: of an order that cannot be sent, and of one whose charge times out after charging, again and again.
 * labelling: while the model is asked; when it is paid and has not answered; with the last answer taken and not recorded.
 * crawler: while a page is read; behind the commit of the rows; behind the upload of the object.
 * customers: while invoices are read; when they are read and not recorded; in the middle of parsing.
 * nightly: while a shop is booked; when it is booked and the books have not answered; with the last shop booked and not recorded.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { startStack } from '../../../testing/servers/stack';
import type { StartedStack } from '../../../testing/servers/stack';
import { startFakeS3 } from '../../activities/effects/fakeS3';
import { forget, installMortal, liveThrough } from './mortal';
import type { Life, Lived } from './mortal';

/** Of machines that do much else. */
const LIFE_MS = 240_000;
let stack: StartedStack;
beforeAll(async () => (stack = await startStack()), LIFE_MS);
afterAll(() => stack.stop());

/** The lives of one example begin together. @returns the one of that name, when it is over. */
function lives<Name extends string>(example: string, of: Readonly<Record<Name, Life>>): (name: Name) => Promise<Lived> {
  let app = '';
  const lived = new Map<string, Promise<Lived>>();
  beforeAll(async () => {
    app = await installMortal(example);
    for (const [name, life] of Object.entries<Life>(of)) lived.set(name, liveThrough(app, stack, life));
    await Promise.allSettled(lived.values());
  }, LIFE_MS);
  afterAll(async () => {
    for (const one of await Promise.allSettled(lived.values())) if (one.status === 'fulfilled') forget(one.value);
    rmSync(app, { recursive: true });
  });
  return (name) => lived.get(name) ?? Promise.reject(new Error(`no life ${name}`));
}

const twice = (all: readonly string[]): string[] => all.filter((one, i) => all.indexOf(one) < i);

describe('order', () => {
  const answers: Record<string, object> = {
    '/reserve': { shelf: 'A3' },
    '/charge': { receipt: 'r1' },
    '/ship': { parcel: 'p1' },
  };
  const input = { id: 'o1', sku: 'tea', cents: 900, to: 'ada@example.org' };
  const common = {
    env: ({ outside }) => ({ SHOP_URL: outside.url }),
    answer: ({ path }) => ({ body: answers[path] ?? {} }),
    start: async (client, { id }) =>
      (await client.start('order', input, { id, options: { onFailure: 'fail' } })).handle,
  } satisfies Partial<Life>;
  const life = lives('order', {
    'while the shop is asked to charge': { ...common, dies: { at: /^charge/, when: 'asked' } },
    'when the shop has charged, and has not answered': { ...common, dies: { at: /^charge/, when: 'done' } },
    'when it has refunded what cannot be sent, and has not answered': {
      ...common,
      dies: { at: /^refund/, when: 'done' },
      answer: (asked) => (asked.path === '/ship' ? { status: 422 } : common.answer(asked)),
    },
    'when it has refunded a charge that timed out after charging, and has not answered': {
      ...common,
      dies: { at: /^refund/, when: 'done' },
      answer: (asked) => ({ ...common.answer(asked), lost: asked.path === '/charge' }),
    },
  });

  test.each(['while the shop is asked to charge', 'when the shop has charged, and has not answered'] as const)(
    'killed %s: it is charged once, sent once, and ends well',
    async (name) => {
      const { outcome, outside } = await life(name);
      expect(outcome).toMatchObject({ status: 'ok', result: { parcel: 'p1' } });
      expect(outside.done).toEqual(['reserve-o1', 'charge-o1', 'ship-o1', 'mail-o1']);
      expect(twice(outside.asked)).toEqual(['charge-o1']);
    },
  );

  test.each([
    'when it has refunded what cannot be sent, and has not answered',
    'when it has refunded a charge that timed out after charging, and has not answered',
  ] as const)('killed %s: refund and release are done once, in this order, and the run fails', async (name) => {
    const { outcome, outside } = await life(name);
    expect(outcome.status).toBe('failed');
    expect(outside.done).toEqual(['reserve-o1', 'charge-o1', 'refund-o1', 'release-o1']);
    expect(outside.asked.filter((one) => /^re(fund|lease)/.test(one))).toEqual([
      'refund-o1',
      'refund-o1',
      'release-o1',
    ]);
  });
});

describe('labelling', () => {
  const DOCUMENTS = 500;
  /** As many as one worker has under way: what a kill may ask again. */
  const AT_ONCE = 24;
  const input = { day: 'today', prompt: 'Which topic?' };
  const common = {
    env({ outside, folder }) {
      const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ id: `d${n}`, text: `text ${n}` }));
      writeFileSync(join(folder, 'today.json'), JSON.stringify(documents));
      return { DOCS: folder, MODEL: outside.url };
    },
    answer: () => ({ body: { topic: 'buses', certainty: 0.9 } }),
    start: async (client, { id }) => (await client.start('labelling', input, { id })).handle,
  } satisfies Partial<Life>;
  const life = lives('labelling', {
    'while the model is asked': { ...common, dies: { at: /./, nth: 100, when: 'asked' } },
    'when the model is paid, and has not answered': { ...common, dies: { at: /./, nth: 250, when: 'done' } },
    'with the last answer taken, and not recorded': { ...common, dies: `docs.label after ${DOCUMENTS}` },
  });

  test.each([
    'while the model is asked',
    'when the model is paid, and has not answered',
    'with the last answer taken, and not recorded',
  ] as const)('killed %s: all is labelled, each document paid once', async (name) => {
    const { outcome, outside } = await life(name);
    expect(outcome).toMatchObject({ status: 'ok', result: { total: DOCUMENTS, ok: DOCUMENTS, failed: 0 } });
    expect(outside.done).toHaveLength(DOCUMENTS);
    expect(outside.asked.length).toBeLessThanOrEqual(DOCUMENTS + AT_ONCE);
  });
});

describe('crawler', () => {
  const PAGES = 60;
  /** Pages that a worker reads at once. */
  const AT_ONCE = 6;
  const bucket = startFakeS3();
  let endpoint = '';
  beforeAll(async () => (endpoint = (await bucket).endpoint));
  afterAll(async () => (await bucket).close());

  const common = {
    env({ folder }) {
      const db = new Database(join(folder, 'articles.db'));
      db.exec(`create table articles (url text primary key, title text); create table writes (url text);
        create trigger added after insert on articles begin insert into writes values (new.url); end;
        create trigger changed after update on articles begin insert into writes values (new.url); end;`);
      db.close();
      const aws = { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      return { ...aws, DATABASE: join(folder, 'articles.db'), BUCKET: `s3://articles${folder}` };
    },
    answer({ path }) {
      const n = Number(path.slice(1));
      const links = [2 * n, 2 * n + 1].filter((one) => one <= PAGES).map((one) => `<a href="/${one}">`);
      return { body: `<h1>Page ${n}</h1>${links.join('')}` };
    },
    start: async (client, { id, outside }) =>
      (await client.start('crawl', { name: 'town', start: `${outside.url}/1` }, { id })).handle,
  } satisfies Partial<Life>;
  const life = lives('crawler', {
    'while a page is read': { ...common, dies: { at: /./, nth: 20, when: 'asked' } },
    'behind the commit of the rows': { ...common, dies: 'web.store after 1' },
    'behind the upload of the object': { ...common, dies: 'web.publish after 1' },
  });

  test.each(['while a page is read', 'behind the commit of the rows', 'behind the upload of the object'] as const)(
    'killed %s: each row is written once, the object is whole, no recorded page is read again',
    async (name) => {
      const { outcome, outside, folder } = await life(name);
      expect(outcome).toMatchObject({ status: 'ok', result: { pages: PAGES, rows: PAGES } });
      const db = new Database(join(folder, 'articles.db'));
      expect(db.prepare('select count(*), count(distinct url) from writes').raw().get()).toEqual([PAGES, PAGES]);
      db.close();
      const object = (await bucket).objects.get(`/articles${folder}/town.json`);
      expect(JSON.parse(String(object?.body))).toHaveLength(PAGES);
      const again = outside.asked.length - 2 * PAGES;
      expect(again).toBeLessThanOrEqual(name === 'while a page is read' ? AT_ONCE : 0);
    },
  );
});

describe('customers', () => {
  const CUSTOMERS = 20;
  const INVOICES = 5;
  /** Items of a step that a worker has in work at once. */
  const AT_ONCE = 6;
  const common = {
    env({ folder }) {
      for (let c = 0; c < CUSTOMERS; c += 1) {
        mkdirSync(join(folder, 'invoices', `c${c}`), { recursive: true });
        for (let i = 0; i < INVOICES; i += 1)
          writeFileSync(join(folder, 'invoices', `c${c}`, `${c}-${i}`), c === 7 ? 'no sum' : `tea ${i},50 €`);
      }
      return { INVOICES: join(folder, 'invoices') };
    },
    answer: () => ({ status: 404 }),
    start: async (client, { id }) => (await client.start('customers', {}, { id })).handle,
  } satisfies Partial<Life>;
  const life = lives('customers', {
    'while invoices are read': { ...common, dies: 'bills.invoices in 8' },
    'when invoices are read, and not recorded': { ...common, dies: 'bills.invoices after 8' },
    'in the middle of parsing': { ...common, dies: 'bills.parse in 60' },
  });

  test.each([
    'while invoices are read',
    'when invoices are read, and not recorded',
    'in the middle of parsing',
  ] as const)('killed %s: all customers are parsed but the bad one, nothing recorded is parsed again', async (name) => {
    const lived = await life(name);
    expect(lived.outcome).toMatchObject({
      status: 'ok',
      result: { good: CUSTOMERS - 1, bad: [{ id: 'c7', reason: expect.stringContaining('5 of 5 items failed') }] },
    });
    const good = lived.ran('bills.parse').map((item) => (item as { id: string }).id);
    const parsed = good.filter((id) => !id.startsWith('7-'));
    expect(new Set(parsed).size).toBe((CUSTOMERS - 1) * INVOICES);
    expect(twice(parsed).length).toBeLessThanOrEqual(AT_ONCE);
  });
});

describe('nightly', () => {
  /** Their days are runs of their own: no two lives have one shop. */
  const shopsOf = (id: string): string[] => ['bern', 'basel', 'chur'].map((town) => `${town}-${id}`);
  const common = {
    env: ({ outside }) => ({ SHOPS: outside.url, BOOKS: outside.url }),
    answer: ({ path }) => ({ body: path === '/entries' ? {} : 100 }),
    async start(client, { id }) {
      const timing = { cron: '0 3 * * *', timezone: 'Europe/Zurich', overlap: 'SKIP' } as const;
      const { schedule } = await client.schedule(id, timing, 'nightly', { shops: shopsOf(id) });
      const run = await schedule.trigger();
      await schedule.delete();
      if (!run) throw new Error('the schedule started nothing');
      return run;
    },
  } satisfies Partial<Life>;
  const life = lives('nightly', {
    'while a shop is booked': { ...common, dies: { at: /^bern-/, when: 'asked' } },
    'when a shop is booked, and the books have not answered': { ...common, dies: { at: /^bern-/, when: 'done' } },
    'with the last shop booked, and not recorded': { ...common, dies: 'night.book after 3' },
  });

  test.each([
    'while a shop is booked',
    'when a shop is booked, and the books have not answered',
    'with the last shop booked, and not recorded',
  ] as const)('killed %s: each shop is booked once, and the night ends well', async (name) => {
    const { outcome, outside, id } = await life(name);
    expect(outcome).toMatchObject({ status: 'ok', result: { cents: 300 } });
    const { day } = outcome.result as { day: string };
    const booked = outside.done.filter((one) => !one.startsWith('GET '));
    expect(booked.toSorted()).toEqual(
      shopsOf(id)
        .map((shop) => `${shop}-${day}`)
        .toSorted(),
    );
  });
});
