/** How large a report is, which is asserted, and how soon it can be used, which is printed: it depends on the machine. */
import { useBrowser } from '../support/browser';
import { large, render, talkative } from './sample';

const browser = useBrowser();

interface Opening {
  interactiveMs: number;
  searchMs: number;
}

/** From the start of navigation until the script has run, and from a key press until the results are painted. */
async function openOnce(html: string): Promise<Opening> {
  const { page, complaints } = await browser.open(html);
  const interactiveMs = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].domComplete');
  await page.evaluate(`new Promise((done) => {
    globalThis.startedAt = performance.now();
    document.forms[0].q.value = 'claim 77';
    document.forms[0].dispatchEvent(new Event('input', { bubbles: true }));
    const look = () => (document.getElementById('found').textContent === '' ? requestAnimationFrame(look) : requestAnimationFrame(() => done()));
    look();
  })`);
  const searchMs = await page.evaluate<number>('performance.now() - startedAt');
  expect(await page.textContent('#found')).toMatch(/^\d+ of [\d,]+ claims · \d+ of 100 divided statements$/);
  expect(complaints).toEqual([]);
  await page.context().close();
  return { interactiveMs, searchMs };
}

it.each([
  ['607 comments', 607, large, 1_000_000],
  ['10,000 comments', 10_000, large, 6_000_000],
  ['10,000 comments of 230 characters', 10_000, talkative, 6_000_000],
] as const)(
  'a report of %s keeps its size limit; how soon it can be read and searched is printed',
  async (_, comments, make, limit) => {
    const html = render(make(comments));
    const bytes = Buffer.byteLength(html);
    const openings: Opening[] = [];
    for (let i = 0; i < 3; i++) openings.push(await openOnce(html));
    process.stderr.write(`${comments} comments: ${bytes} B, ${JSON.stringify(openings)}\n`);
    expect(bytes).toBeLessThan(limit);
  },
);
