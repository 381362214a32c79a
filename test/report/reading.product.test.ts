/** Reading: what is folded, links to every part of the page, the keyboard alone. */
import type { Page } from 'playwright-core';
import { useBrowser } from '../support/browser';
import { filled } from './reader';
import { render, small } from './sample';

const browser = useBrowser();
const html = render(small);

/** A link to the claim, statement or whole comment with these words. */
function linkTo(words: string): string {
  const before = html.slice(0, html.indexOf(`class="words">${words}<`));
  return `#${/.* id="([^"]*)"/s.exec(before)?.[1]}`;
}

const inSight = async (page: Page, fragment: string): Promise<boolean> =>
  page.evaluate<boolean>(`(() => {
    const target = document.getElementById('${fragment.slice(1)}');
    const { top, height } = target.getBoundingClientRect();
    return target.checkVisibility({ contentVisibilityAuto: false }) && height > 0 && top >= 0 && top < innerHeight;
  })()`);

it('unfolds the claims that say the same, and the comment around a claim with its passage marked', async () => {
  const { page } = await browser.open(html);
  const similar = page.getByText('Bring back the night bus.');
  expect(await similar.isVisible()).toBe(false);
  await page.getByText('1 claim that says the same').click();
  expect(await similar.isVisible()).toBe(true);
  await page.getByText('1 claim that says the same').click();
  expect(await similar.isVisible()).toBe(false);
  await page.getByText('Whole comment', { exact: true }).click();
  expect(await page.locator('blockquote:visible').textContent()).toBe(
    'I work late. The night bus must come back to the harbour.',
  );
  expect(await page.locator('mark:visible').textContent()).toBe('The night bus must come back to the harbour.');
});

it('a topic of more than a few claims is folded to what was said most, which leads to its place', async () => {
  const { page } = await browser.open(html);
  const [first, last] = [
    page.locator('#' + linkTo('Mend the pavement of street 0.').slice(1)),
    page.getByText('Mend the pavement of street 9.'),
  ];
  expect(await first.isVisible()).toBe(false);
  expect(await page.locator('.topic').filter({ hasText: 'Streets' }).locator('.top a').allTextContents()).toEqual(
    [0, 1, 2].map((street) => `Mend the pavement of street ${street}.`),
  );
  await page.locator('.top').getByText('Mend the pavement of street 0.').click();
  await first.waitFor();
  expect(await last.isVisible()).toBe(false);
  await page.getByText('2 more claims').click();
  expect(await last.isVisible()).toBe(true);
  expect(await page.getByText('Plant trees along Mill Lane.').last().isVisible()).toBe(true);
});

it.each([
  ['a claim', 'Plant trees along Mill Lane.'],
  ['a claim that is folded under a similar one', 'Bring back the night bus.'],
  ['a claim after those that are shown at once', 'Mend the pavement of street 9.'],
])('a link to %s shows it, when the page opens and when it is open', async (_, words) => {
  const fragment = linkTo(words);
  const opened = await browser.open(html, { fragment });
  await expect(inSight(opened.page, fragment)).resolves.toBe(true);
  const { page } = await browser.open(html);
  await page.evaluate(`location.hash = '${fragment}'`);
  await page.locator(fragment).waitFor();
  expect(await inSight(page, fragment)).toBe(true);
});

it.each([
  ['a claim that is folded with its topic', 'Mend the pavement of street 9.'],
  ['a whole comment', 'I work late. '],
])('a link to %s opens it without the script too', async (_, words) => {
  const fragment = linkTo(words);
  const { page } = await browser.open(html, { fragment, javaScriptEnabled: false });
  await page.locator(fragment).waitFor({ state: 'visible' });
  const box = await page.locator(fragment).boundingBox();
  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect(box?.y).toBeLessThan(900);
});

it('every claim, topic, subtopic and statement has a link of its own, with a name of its own', async () => {
  const { page } = await browser.open(html);
  const links = await page.evaluate<string[][]>(
    '[...document.querySelectorAll(".permalink")].map(({ hash, ariaLabel }) => [hash, ariaLabel])',
  );
  expect(links).toHaveLength(16 + 3 + 3 + 1);
  for (const column of [0, 1]) expect(new Set(links.map((link) => link[column])).size).toBe(links.length);
});

it('a link to a part that the search has hidden shows it and ends the search', async () => {
  const { page } = await browser.open(html);
  await filled(page, 'café');
  await page.getByRole('navigation').getByText('Streets').click();
  await page.getByRole('heading', { name: 'Streets' }).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('');
  expect(await page.getByRole('heading', { name: 'Fares', exact: true }).isVisible()).toBe(true);
});

it('the contents mark where the reader is, and show its subtopics', async () => {
  const { page } = await browser.open(html, { fragment: '#inputs' });
  const current = page.locator('nav [aria-current]');
  await current.getByText('What became of every comment').waitFor();
  await page.evaluate('document.querySelector("h3").scrollIntoView()');
  await current.getByText('Hours').waitFor();
  expect(await page.getByRole('navigation').getByText('Fares').isVisible()).toBe(true);
  expect(await page.getByRole('navigation').getByText('Repair').isVisible()).toBe(false);
});

it('can be read with the keyboard alone', async () => {
  const { page } = await browser.open(html);
  const focused = async (): Promise<string> =>
    page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()');
  const tabTo = async (name: string): Promise<void> => {
    for (let i = 0; i < 60 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
  };
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the report');
  await page.keyboard.press('Enter');
  await tabTo('Search claims, comments and people');
  await page.keyboard.type('late');
  await page.getByText('1 of 16 claims').waitFor();
  await tabTo('Clear');
  await page.keyboard.press('Enter');
  await page.getByText('1 of 16 claims').waitFor({ state: 'hidden' });
  await tabTo('1 claim that says the same');
  await page.keyboard.press('Space');
  expect(await page.getByText('Bring back the night bus.').isVisible()).toBe(true);
  await tabTo('Link to claim 5');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('location.hash')).toBe(linkTo('The park needs a café and more trees.'));
});
