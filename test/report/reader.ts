/** What a reader does with the page. */
import type { Page } from 'playwright-core';

/** Fills in the search, and waits until the page has followed. */
export async function filled(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text);
  await page.waitForURL((url) => new URLSearchParams(url.hash.slice('#search?'.length)).get('q') === text);
}

/** The words of the claims that can be read now, from the top. */
export const claims = async (page: Page): Promise<string[]> => page.locator('.claim .words:visible').allTextContents();

/**
 * The texts that are not hidden or folded away, from the top, also those below the window: `innerText` leaves out what the browser
 * has not drawn yet (`content-visibility: auto`).
 */
export const shown = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('main *')].filter((e) => !e.children.length && e.checkVisibility()).map((e) => e.textContent)`,
  );
