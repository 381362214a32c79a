/** Tests of the crawler, in memory: a site and an S3 store that answer over HTTP, and SQLite. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import Database from 'libsql';
import { s3Sink } from 'pipeline-worker/activities';
import { testPipelines } from 'pipeline-worker/testing';
import type { TestKit } from 'pipeline-worker/testing';
import { crawl } from './pipelines';
import { webSteps } from './steps';

/** A page links to its two successors, to the start, and out of the site. */
const PAGES = 60;
const read = new Map<string, number>();
const site = createServer(({ url = '' }, response) => {
  read.set(url, (read.get(url) ?? 0) + 1);
  const n = Number(url.slice(1));
  const to = [2 * n, 2 * n + 1].filter((one) => one <= PAGES);
  const links = [...to.map((one) => `/${one}`), '/1', 'http://elsewhere.example/'].map((href) => `<a href="${href}">`);
  response.end(`${n % 10 === 0 ? '' : `<h1>Page ${n}</h1>`}${links.join('')}`);
});

/** Objects by their path. It honours If-Match and If-None-Match, as AWS does. */
const objects = new Map<string, { body: string; headers: Record<string, string> }>();
const store = createServer((request, response) => {
  const { method, url = '', headers } = request;
  void text(request).then((body) => {
    const found = objects.get(url);
    const [match, none] = [headers['if-match'], headers['if-none-match']];
    if (method !== 'PUT') return response.writeHead(found ? 200 : 404, found?.headers).end();
    if ((match !== undefined && match !== found?.headers['etag']) || (none !== undefined && found))
      return response.writeHead(412).end();
    const kept = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-')) as [string, string][];
    const etag = createHash('md5').update(body).digest('hex');
    objects.set(url, { body, headers: { ...Object.fromEntries(kept), etag } });
    return response.end();
  });
});

const urlOf = (server: typeof site) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
let db: Database.Database;
let kit: TestKit;
before(() => Promise.all([site, store].map((server) => once(server.listen(0, '127.0.0.1'), 'listening'))));
after(() => {
  for (const server of [site, store]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(async () => {
  read.clear();
  objects.clear();
  db = new Database(':memory:');
  db.exec('create table articles (url text primary key, title text)');
  const credentials = () => Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' });
  const deps = { db, s3: s3Sink('s3://articles', { endpoint: urlOf(store), credentials }) };
  kit = await testPipelines({ inMemory: true, pipelines: { crawl }, steps: [webSteps], deps });
});
afterEach(() => kit.close());

const start = () => kit.start(crawl, { name: 'town', start: `${urlOf(site)}/1` }, { id: 'town' });
const done = { pages: PAGES, rows: 54, path: 's3://articles/town.json' };
const inTable = () => (db.prepare('select count(*) as n from articles').get() as { n: number }).n;
const published = () => JSON.parse(objects.get('/articles/town.json')?.body ?? '[]') as { title: string }[];

test('every page is found, read once for its links and once for its article, stored and published', async () => {
  assert.deepEqual(await start().result(), done);
  assert.deepEqual([read.size, ...new Set(read.values())], [PAGES, 2]);
  assert.deepEqual([inTable(), published().length, published()[0]?.title], [54, 54, 'Page 1']);
});

test('a worker that dies behind its commit, or behind its upload, costs nothing', async () => {
  const run = start();
  await kit.crash({ in: 'web.store' });
  await kit.crash({ in: 'web.publish' });
  assert.deepEqual(await run.result(), done);
  assert.deepEqual([inTable(), published().length, ...new Set(read.values())], [54, 54, 2]);
});
