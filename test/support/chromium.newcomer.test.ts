/** Where tests and screenshots get their Chromium, and what is said when there is none. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ownCache } from '../testing/servers/folder';
import { launchChromium } from './chromium';

const folder = ownCache({ sharesPrograms: true });
const bin = join(folder, 'on-path');
const before = { PATH: process.env['PATH'], CHROMIUM_PATH: process.env['CHROMIUM_PATH'] };
const stub = (name: string, does: string): void =>
  writeFileSync(join(bin, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });

beforeAll(() => {
  mkdirSync(bin);
  process.env['PATH'] = [bin, before.PATH].join(delimiter);
  process.env['CHROMIUM_PATH'] = join(folder, 'nothing-here');
});
// As Ubuntu has it where the snap is not installed.
beforeEach(() => stub('chromium', 'echo "please install the snap" >&2; exit 1'));
afterAll(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test('where no browser of the machine starts, the one of the npm package does, and it draws and prints text', async () => {
  const browser = await launchChromium();
  expect(browser.version()).toMatch(/^147\./);
  const page = await browser.newPage();
  await page.setContent('<p style="font: 40px sans-serif"><span>ill</span> <span>MMM</span></p>');
  const widths = await Promise.all(
    (await page.locator('span').all()).map(async (span) => (await span.boundingBox())?.width ?? 0),
  );
  expect(widths[1]).toBeGreaterThan((widths[0] ?? 0) * 2);
  expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  await browser.close();
});

test('one that crashes while it starts is started once more, and one that crashes again is passed over', async () => {
  const starts = join(folder, 'starts');
  stub('chromium', `echo start >> ${starts}; kill -SEGV $$`);
  const browser = await launchChromium();
  await browser.close();
  expect(readFileSync(starts, 'utf8')).toBe('start\nstart\n');
  expect(browser.version()).toMatch(/^147\./);
});

test('where none starts at all, every link of the chain says why and what to do is said', async () => {
  const launching = launchChromium(join(folder, 'no-package'));
  await expect(launching).rejects.toThrow(
    /^No Chromium to be had\.\n {2}- CHROMIUM_PATH: .*nothing-here is not an executable file\n {2}- chromium, .* on PATH: [^]*please install the snap[^]*\n {2}- npm package @sparticuz\/chromium: ENOENT[^]*\nRun npm ci [^]*CHROMIUM_PATH/,
  );
});
