/** Search and filter: what is found, how it is shown, and that nothing is lost by it. */
import { useBrowser } from '../support/browser';
import { claims, filled, shown } from './reader';
import { large, render, small } from './sample';

const browser = useBrowser();
const html = render(small);
const NIGHT = 'The night bus must come back to the harbour.';
const LATE = 'Bring back the night bus.';

it.each([
  ['its words', 'bus fares', ['Bus fares are too high for families.']],
  ['words without their accents, in any order', 'TREES CAFE', ['The park needs a café and more trees.']],
  ['words with an accent that it has not', 'párk', ['The park needs a café and more trees.']],
  ['who said it', 'dora', ['The park needs a café and more trees.']],
  ['the comment around it', 'i work late', [NIGHT]],
  ['a claim folded under it, which is unfolded', 'zoe', [NIGHT, LATE]],
  ['words after those that are shown at once, which are unfolded', 'street 9', ['Mend the pavement of street 9.']],
])('finds a claim by %s', async (_, text, found) => {
  const { page } = await browser.open(html);
  await filled(page, text);
  expect(await claims(page)).toEqual(found);
});

it('finds the statements that divide people too, and says how much it found', async () => {
  const { page } = await browser.open(html);
  await filled(page, 'fares');
  expect(await page.getByRole('status').textContent()).toBe('2 of 16 claims · 1 of 1 divided statements');
  expect(await page.locator('.crux').isVisible()).toBe(true);
  await filled(page, 'cid');
  expect(await page.locator('.camps').getByText('Cid').isVisible()).toBe(true);
  await filled(page, 'helicopter');
  expect(await page.getByRole('status').textContent()).toBe('Nothing matches.');
  expect(await page.locator('main section:visible').count()).toBe(0);
});

it('filters by topic, and by what several people said', async () => {
  const { page } = await browser.open(html);
  await page.getByRole('combobox', { name: 'Topic' }).selectOption('Parks');
  await page.getByText('2 of 16 claims').waitFor();
  expect(await claims(page)).toEqual(['The park needs a café and more trees.', 'Plant trees along Mill Lane.']);
  await page.getByRole('combobox', { name: 'Topic' }).selectOption('All topics');
  await page.getByRole('checkbox', { name: 'Said by several people' }).check();
  await page.getByText('2 of 16 claims · 1 of 1').waitFor();
  expect(await claims(page)).toEqual([NIGHT]);
});

it('clearing shows everything as it was, with its folds', async () => {
  const { page } = await browser.open(html);
  const before = await shown(page);
  await filled(page, 'zoe');
  expect((await shown(page)).length).toBeLessThan(before.length);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.locator('html:not(.filtering)').waitFor();
  expect(await shown(page)).toEqual(before);
  expect(await page.evaluate('location.hash')).toBe('');
});

it('what was looked for stands in the address, and is looked for again from there', async () => {
  const { page } = await browser.open(html);
  await page.getByRole('checkbox').check();
  await filled(page, 'night bus');
  const fragment = await page.evaluate<string>('location.hash');
  const again = await browser.open(html, { fragment });
  expect(await again.page.getByRole('searchbox').inputValue()).toBe('night bus');
  expect(await again.page.getByRole('checkbox').isChecked()).toBe(true);
  expect(await claims(again.page)).toEqual(await claims(page));
});

it('shows what it found from the top, wherever the reader was', async () => {
  const { page } = await browser.open(render(large(300)), { fragment: '#inputs' });
  await filled(page, 'council');
  const first = await page.locator('.claim:visible').first().boundingBox();
  expect(first?.y).toBeGreaterThan(0);
  expect(first?.y).toBeLessThan(900);
});

it('marks the words where they stand, accents and case aside', async () => {
  const { page } = await browser.open(html);
  await filled(page, 'CAFE');
  expect(await page.evaluate('[...CSS.highlights.get("found")].map(String)')).toEqual(['café']);
});
