/** Reads a site, page by page from where it starts, and keeps its articles. The lists of pages never come into history. */
import { definePipeline, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { webSteps } from './steps';

const Site = z.object({ name: z.string(), start: z.url() });
const web = steps<typeof webSteps>('web');
export const crawl = definePipeline('crawl', { input: Site, steps: { web } }, async (run, { web }) => {
  let seen = await run.list([run.input.start]);
  for (let next = seen; next.length > 0; seen = await seen.plus(next)) {
    const pages = await web.links.map(next, {}, { label: `${next.length} after ${seen.length}`, maxFailed: '10%' });
    next = await (await pages.ok().flat()).minus(seen);
  }
  const read = await web.article.map(seen, {}, { maxFailed: '10%' });
  const { rows } = await web.store({ articles: read.ok() });
  const { path } = await web.publish({ name: `${run.input.name}.json`, articles: read.ok() });
  return { pages: seen.length, rows, path };
});
