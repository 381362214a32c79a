/** The page on paper: Chromium prints it to a PDF, and the text of that is read. */
import { useBrowser } from '../support/browser';
import { textOf } from './pdfText';
import { render, small } from './sample';

const browser = useBrowser();

it('prints everything, what is folded too, and no controls', async () => {
  const { page } = await browser.open(render(small));
  const text = textOf(await page.pdf());
  for (const { text: comment } of small.comments) expect(text).toContain(comment);
  for (const shown of ['In short', '1 disagree', 'Who stands where', 'empty comment']) expect(text).toContain(shown);
  for (const control of ['Search', 'All topics', 'Skip to the report', 'similar claim', 'Contents', '#'])
    expect(text).not.toContain(control);
});

it('prints what is folded without its script, and leaves the folds as they were with it', async () => {
  const plain = await browser.open(render(small), { javaScriptEnabled: false });
  expect(textOf(await plain.page.pdf())).toContain('Bring back the night bus.');
  const { page } = await browser.open(render(small));
  await page.pdf();
  expect(await page.getByText('Bring back the night bus.').isVisible()).toBe(false);
});
