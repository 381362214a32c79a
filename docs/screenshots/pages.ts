/** Pictures of pages, as they look on a desk and on a phone. */
import type { Browser, BrowserContextOptions } from 'playwright-core';

const desk = { viewport: { width: 1280, height: 900 } };

export const looks = {
  light: { ...desk, colorScheme: 'light' },
  dark: { ...desk, colorScheme: 'dark' },
  wide: { viewport: { width: 1440, height: 960 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'light' },
} as const satisfies Record<string, BrowserContextOptions>;

/** @param ready a selector of what has to be there first. */
export async function shootPage(
  browser: Browser,
  path: string,
  url: string,
  look: BrowserContextOptions,
  ready = 'body',
): Promise<void> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForSelector(ready);
  await page.screenshot({ path });
  await context.close();
}
