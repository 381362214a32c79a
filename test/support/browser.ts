/** A real Chromium: it opens pages from a file, with nothing else to reach, or visits a server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium';

export interface Opened {
  readonly page: Page;
  /** Everything the page asked for, itself included. */
  readonly requests: readonly string[];
  /** Errors of its script, and what its policy forbade. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  open(html: string, options?: BrowserContextOptions & { fragment?: string }): Promise<Opened>;
  visit(url: string, options?: BrowserContextOptions): Promise<Opened>;
}

/** One browser a test file; each page opens in a context of its own, closed after its test. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let written = 0;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(() => Promise.all((browser?.contexts() ?? []).map((context) => context.close())));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await browser?.close();
  });

  const visit: TestBrowser['visit'] = async (url, options = {}) => {
    if (browser === undefined) throw new Error('No browser before the tests of the file begin');
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const [requests, complaints]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, requests, complaints };
  };
  return {
    visit,
    open(html, { fragment = '', ...options } = {}) {
      const file = join(folder, `${++written}.html`);
      writeFileSync(file, html);
      return visit(pathToFileURL(file).href + fragment, options);
    },
  };
}
