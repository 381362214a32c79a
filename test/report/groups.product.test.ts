/** Attributes on the page: the filter, the table, every screen, every language, without the script. */
import axe, { type AxeResults } from 'axe-core';
import { useBrowser } from '../support/browser';
import { AGE, grouped, PEOPLE } from './groupedSample';
import { claims, shown } from './reader';
import { longWords, render } from './sample';

const browser = useBrowser();
const html = render(grouped());

it('the filter shows what people of one group said, wherever it is folded, and nothing of anybody else', async () => {
  const { page, complaints } = await browser.open(html);
  const before = await shown(page);
  await page.getByRole('combobox', { name: AGE }).selectOption('65+');
  await page.getByText('6 of 35 claims').waitFor();
  const said = page.locator('.claim:visible, .similar > li:visible');
  expect(await page.locator('.similar > li:visible .who').allTextContents()).toEqual(['Old 0']);
  expect(new Set(await said.locator(':scope > .meta > .who').allTextContents())).toEqual(
    new Set(['Young 0', ...Array.from({ length: 6 }, (_, i) => `Old ${i}`)]),
  );
  expect(await page.locator('.crux:visible').count()).toBe(0);
  expect(await page.locator('#groups').isVisible()).toBe(false);
  await page.getByRole('combobox', { name: AGE }).selectOption('18–24');
  await page.getByText('7 of 35 claims').waitFor();
  await page.getByText('1 claim that says the same').first().click();
  expect(await page.locator('.similar > li:visible').count()).toBe(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.locator('html:not(.filtering)').waitFor();
  expect(await shown(page)).toEqual(before);
  expect(complaints).toEqual([]);
});

it('the filter goes together with a word, stands in the address, and offers no group that is too small', async () => {
  const { page } = await browser.open(html);
  expect(await page.getByRole('combobox', { name: AGE }).locator('option').allTextContents()).toEqual([
    `${AGE}: all`,
    '18–24',
    '65+',
  ]);
  await page.getByRole('combobox', { name: AGE }).selectOption('18–24');
  await page.getByRole('searchbox').fill('pool at 7');
  await page.getByText('1 of 35 claims').waitFor();
  const fragment = await page.evaluate<string>('location.hash');
  const again = await browser.open(html, { fragment });
  expect(await claims(again.page)).toEqual(['Open the pool at 7 o’clock.']);
  expect(await again.page.getByRole('combobox', { name: AGE }).inputValue()).toBe('0-0');
});

it.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ['filtered', { fragment: '#search?group-0=0-1' }],
] as const)('axe finds no violation where there are attributes: %s', async (_, options) => {
  const { page, complaints } = await browser.open(html, options);
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>('axe.run()');
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Three tables of many groups, each with the longest name that is taken. */
function wide(): string {
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  const parts = grouped();
  const [group] = parts.groups ?? [];
  if (group === undefined) throw new Error('unreachable');
  const values = Array.from({ length: 40 }, (_, i) => `${word.slice(0, 76)} ${i}`);
  const topics = group.topics.map((topic) => ({
    ...topic,
    people: values.map((_, i) => (i % 3 === 0 ? undefined : 1234)),
  }));
  const groups = [1, 2, 3].map((n) => ({ ...group, name: `${word} ${n}`, values, topics }));
  const long = longWords(word);
  return render({
    ...long,
    groups: groups.map((one) => ({
      ...one,
      topics: topics.map((t, i) => ({ ...t, topic: long.topics[i]?.id ?? '' })),
    })),
  });
}

it.each([320, 360, 390])('a wide table scrolls in itself at %i px, and nothing else does', async (width) => {
  const { page } = await browser.open(wide(), { viewport: { width, height: 800 }, isMobile: true, hasTouch: true });
  expect(await page.locator('.groups').first().isVisible()).toBe(true);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  expect(
    await page.evaluate(
      '(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector("#groups .scroll"))',
    ),
  ).toBe(true);
});

it('a link to a part of the page shows its heading below the filters, though these take two lines', async () => {
  const parts = grouped();
  const [group] = parts.groups ?? [];
  const three = ['Age', 'District of the town', 'How long a resident'].flatMap((name) =>
    group === undefined ? [] : { ...group, name },
  );
  const { page } = await browser.open(render({ ...parts, groups: three }), { fragment: '#groups' });
  const [form, heading] = await Promise.all([
    page.locator('#search').boundingBox(),
    page.locator('#groups > h2').boundingBox(),
  ]);
  expect(form?.y).toBe(0);
  expect(heading?.y).toBeGreaterThanOrEqual(form?.height ?? 900);
});

it('the table is read without the script, where the filter is not there', async () => {
  const { page } = await browser.open(html, { javaScriptEnabled: false });
  expect(await page.getByRole('combobox', { name: AGE }).isVisible()).toBe(false);
  expect(await page.locator('.groups tbody tr').first().innerText()).toMatch(/Pool\s+7\s+6\s+6\s+19/);
});

it('a German page says in German what a hidden number means', async () => {
  const { page } = await browser.open(render({ ...grouped([{ ...PEOPLE, name: 'Altersgruppe' }]), language: 'de' }));
  await page.getByRole('heading', { name: 'Wer worüber sprach' }).waitFor();
  expect(await page.locator('#groups > .description').innerText()).toContain(
    '„<5“ steht für niemanden, für weniger als 5',
  );
  await page.getByRole('combobox', { name: 'Altersgruppe' }).selectOption('65+');
  await page.getByText('6 von 35 Aussagen').waitFor();
});
