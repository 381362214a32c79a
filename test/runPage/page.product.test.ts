/** The page of a run as an engineer meets it, in a real Chromium. */
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { renderRunPage } from '../../cli/runPage';
import { useBrowser } from '../support/browser';
import { failed, healed, large, paused, runOf } from './sample';

const browser = useBrowser();

/** Waits until the ledger tells so many rows. */
const says = (page: Page, text: string): Promise<void> => page.locator('#found', { hasText: text }).waitFor();

const runs = { good: runOf(), paused, failed, healed, large };

describe.each(Object.entries(runs))('the page of a %s run', (_name, run) => {
  it.each(['light', 'dark'] as const)('has no violation that axe finds in the %s', async (colorScheme) => {
    const { page, complaints, requests } = await browser.open(renderRunPage(run), { colorScheme });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('fits a phone: only tables and the graph scroll sideways', async () => {
    const { page } = await browser.open(renderRunPage(run), { viewport: { width: 360, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});

it('a ledger of 10,000 rows opens, filters and grows; how soon is printed', async () => {
  const began = performance.now();
  const { page } = await browser.open(renderRunPage(large));
  const rows = page.locator('.rows tbody tr');
  await page.getByRole('searchbox').fill('order 1234');
  await says(page, '1 shown of 1');
  const tookMs = performance.now() - began;
  process.stdout.write(`10,000 rows and 201 lanes: open and filtered after ${Math.round(tookMs)} ms\n`);
  expect(await rows.count()).toBe(1);
  await page.getByRole('searchbox').fill('');
  await says(page, '200 shown of 10,000');
  await page.getByRole('button', { name: 'Show more' }).click();
  expect(await rows.count()).toBe(1200);
  expect(await page.evaluate(`document.activeElement.rowIndex`)).toBe(201);
});

it('the ledger is filtered by outcome and by words of the reason, failures first, with the keyboard alone', async () => {
  const { page } = await browser.open(renderRunPage(large));
  const first = page.locator('.rows tbody tr').first();
  await expect(first.textContent()).resolves.toContain('failed');
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const skipped = large.ledger.filter((row) => row.outcome === 'skipped').length;
  await says(page, `${skipped} shown of ${skipped}`);
  await expect(first.textContent()).resolves.toContain('empty order');
  await page.getByRole('searchbox').fill('nobody');
  await says(page, 'no row matches');
});

it('the shards of a map open and close with the keyboard', async () => {
  const { page } = await browser.open(renderRunPage(large));
  const shards = page.locator('.shard');
  await expect(shards.first().isVisible()).resolves.toBe(false);
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(shards.first().isVisible()).resolves.toBe(true);
});

it('what an id or a reason holds is shown as text, also by the script', async () => {
  const evil = '</script><img src=x onerror=alert(1)>';
  const ledger = [{ input: evil, outcome: 'failed' as const, reason: evil }];
  const { page, complaints } = await browser.open(renderRunPage(runOf({ id: evil, ledger })));
  await page.getByRole('searchbox').fill('onerror');
  await says(page, '1 shown of 1');
  await expect(page.locator('.rows tbody th').textContent()).resolves.toBe(evil);
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('without a script, and on paper, the first rows and the whole timeline are there', async () => {
  const { page } = await browser.open(renderRunPage(large), { javaScriptEnabled: false });
  expect(await page.locator('.rows tbody tr').count()).toBe(200);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#filter').isVisible()).resolves.toBe(false);
  expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
});
