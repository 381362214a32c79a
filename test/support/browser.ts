/** A real Chromium: it opens pages from a file, with nothing else to reach, or visits a server. */
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `CHROMIUM_PATH`, else the first of the usual names on the PATH. Nothing is downloaded. */
function chromiumPath(): string {
  const given = process.env['CHROMIUM_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const found = given ?? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
  if (found !== undefined && isProgram(found)) return found;
  throw new Error(
    `No Chromium: looked for ${given ?? `${NAMES.join(', ')} on the PATH`}. ` +
      'Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to its executable.',
  );
}

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
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  let written = 0;
  beforeAll(async () => {
    // As root, in a container too, Chromium runs only without its sandbox; what it opens here is our own page.
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-quic'] });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await browser.close();
  });

  const visit: TestBrowser['visit'] = async (url, options = {}) => {
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
