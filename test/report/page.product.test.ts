/** The page as a reader meets it, in a real Chromium. */
import axe, { type AxeResults } from 'axe-core';
import { useBrowser } from '../support/browser';
import { render, small } from './sample';

const browser = useBrowser();

it.each(['light', 'dark'] as const)('axe finds no violation in the %s report', async (colorScheme) => {
  const { page, complaints } = await browser.open(render(small), { colorScheme });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(complaints).toEqual([]);
});

it('asks for nothing but itself', async () => {
  const { requests } = await browser.open(render(small));
  expect(requests).toHaveLength(1);
});
