/** What is read of a site, and where it goes: rows of a database, one object in a bucket. */
import { ref, s3Effect, sqlEffect, stepSet, stepsFor } from 'pipeline-worker/activities';
import type Database from 'libsql';
import { z } from 'zod';

const { defineMapStep } = stepsFor();
const page = { version: 1, item: z.string(), id: (url: string) => url, shared: {} };
async function read(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
const links = defineMapStep({
  ...page,
  output: z.array(z.string()),
  async run(url, _shared, { signal }) {
    const found = [...(await read(url, signal)).matchAll(/href="([^"#]+)/g)].map(([, to = '']) => new URL(to, url));
    return found.filter(({ origin }) => origin === new URL(url).origin).map(({ href }) => href);
  },
});
const Article = z.object({ url: z.string(), title: z.string() });
const article = defineMapStep({
  ...page,
  output: Article,
  async run(url, _shared, step) {
    const [, title] = /<h1>(.*?)<\/h1>/.exec(await read(url, step.signal)) ?? [];
    return title === undefined ? step.skip('no article') : { url, title };
  },
});
/** One transaction, fenced: a worker that was overtaken changes nothing, one after it is answered with what was done. */
const store = sqlEffect({
  version: 1,
  input: { articles: ref(z.array(Article)) },
  output: { rows: z.number() },
  resource: () => 'articles',
  to: ({ db }: { db: Database.Database }) => db,
  run({ articles }, db) {
    const row = db.prepare('insert into articles values (?, ?) on conflict do update set title = excluded.title');
    for (const { url, title } of articles) row.run(url, title);
    return { rows: articles.length };
  },
});
const publish = s3Effect({
  version: 1,
  input: { name: z.string(), articles: ref(z.array(Article)) },
  file: ({ name, articles }) => ({ name, content: JSON.stringify(articles) }),
});
export const webSteps = stepSet('web', { links, article, store, publish });
