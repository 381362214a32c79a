/** The page as it opens in a real Chromium: for everybody, on every screen, with hostile texts in it, without its script. */
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { HOSTILE, hostileReport } from '../activities/report/render/hostile';
import { visible } from '../../render/escape';
import { useBrowser } from '../support/browser';
import { REPORTS } from './languages';
import { filled } from './reader';
import { longWords, render, small } from './sample';

const browser = useBrowser();
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

it.each([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
  ['filtered', { colorScheme: 'light', fragment: '#search?q=bus' }],
  ['filtered in the dark', { colorScheme: 'dark', fragment: '#search?q=bus' }],
] as const)('axe finds no violation in the report: %s', async (_, options) => {
  const { page, complaints } = await browser.open(render(small), options);
  expect(await violations(page)).toEqual([]);
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

it.each(REPORTS)(
  'axe finds no violation in a report in %s, nor does it scroll sideways at 320, 360 and 390 px',
  async (_, report) => {
    const { page, complaints } = await browser.open(render(report), {
      ...phone,
      viewport: { width: 320, height: 800 },
    });
    for (const width of [320, 360, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
    }
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

it('asks for nothing but itself', async () => {
  const { requests } = await browser.open(render(small));
  expect(requests).toHaveLength(1);
});

/** Words that nothing breaks, each as long as what people really write. */
const LONGEST = [
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  `https://town.example/consultation/${'very-long-path_'.repeat(10)}?${'answer=42&'.repeat(10)}`,
  'この意見募集の結果についてできるだけ早く詳しく説明してください'.repeat(2),
  '👩‍👩‍👧‍👦🚌🏳️‍🌈'.repeat(20),
  'الديمقراطيةوالمشاركةالمجتمعيةفيالمدينة'.repeat(2),
];

it.each([
  ...LONGEST.map((word) => [320, word] as const),
  ...[360, 390, 768].map((width) => [width, LONGEST[0]] as const),
])(
  'fits %i px: nothing but tables scrolls sideways, also with everything unfolded and %j in every place',
  async (width, word) => {
    const { page } = await browser.open(render(longWords(word ?? '')), { ...phone, viewport: { width, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
    for (const link of await page.locator('.whole').all()) await link.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const wider = `[...document.querySelectorAll('body *')].filter((e) => !e.closest('.scroll') && e.checkVisibility() && e.getBoundingClientRect().right > ${width + 1}).map((e) => e.outerHTML.slice(0, 200))`;
    expect(await page.evaluate(wider)).toEqual([]);
  },
);

it('is read whole without its script: everything is there, what is folded opens, what could do nothing is hidden', async () => {
  const { page } = await browser.open(render(small), { javaScriptEnabled: false });
  expect(await page.getByRole('search').isVisible()).toBe(false);
  for (const heading of [
    'What people said',
    'How to read this',
    'Buses',
    'Parks',
    'Where people disagree',
    'What became of every comment',
  ])
    expect(await page.getByRole('heading', { name: heading, exact: true }).isVisible()).toBe(true);
  const whole = await page.locator('main').textContent();
  for (const { text } of small.comments) expect(whole).toContain(text);
  const folded = page.getByText('Bring back the night bus.');
  expect(await folded.isVisible()).toBe(false);
  await page.getByText('1 claim that says the same').click();
  expect(await folded.isVisible()).toBe(true);
});

it.each(HOSTILE)(
  'the text %j does nothing: it is shown, searched for and kept in the address as a text',
  async (text) => {
    const { page, requests, complaints } = await browser.open(render(hostileReport(text)));
    await filled(page, text);
    await page.reload();
    expect(await page.getByRole('searchbox').inputValue()).toBe(text);
    expect(await page.locator('.claim > .words').first().textContent()).toBe(visible(text));
    expect(await page.evaluate('document.scripts.length + document.images.length + document.links.length')).toBe(
      1 + (await page.locator('a').count()),
    );
    expect(new Set(requests).size).toBe(1);
    expect(complaints).toEqual([]);
  },
);
