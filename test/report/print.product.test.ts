/** The page on paper: Chromium prints it to a PDF, and the text of that is read. */
import { useBrowser } from '../support/browser';
import { pagesOf, textOf } from './pdfText';
import { large, render, small } from './sample';

const browser = useBrowser();

it('prints everything, what is folded too, and no controls', async () => {
  const { page } = await browser.open(render(small));
  const text = textOf(await page.pdf());
  for (const { text: comment } of small.comments) expect(text).toContain(comment);
  for (const shown of ['In short', '1 disagree', 'Who stands where', 'empty comment']) expect(text).toContain(shown);
  for (const control of ['Search', 'All topics', 'Skip to the report', 'says the same', 'Contents', '#'])
    expect(text).not.toContain(control);
});

it('prints what is folded without its script', async () => {
  const { page } = await browser.open(render(small), { javaScriptEnabled: false });
  expect(textOf(await page.pdf())).toContain('Bring back the night bus.');
});

it('opens the folds for print where a browser does not know the rule for it, and closes them again', async () => {
  const html = render(small);
  const older = html.replace('details::details-content{content-visibility:visible', 'details::unknown{');
  expect(older).not.toBe(html);
  const { page } = await browser.open(older, { bypassCSP: true });
  expect(textOf(await page.pdf())).toContain('Bring back the night bus.');
  expect(await page.getByText('Bring back the night bus.').isVisible()).toBe(false);
});

it('leaves no heading alone at the end of a page', async () => {
  const { page } = await browser.open(render(large(300)));
  const pages = pagesOf(await page.pdf());
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((text) => /(Topic|Part) \d+ *$/.test(text))).toEqual([]);
});
