/** `npm run screenshots`: starts the product and makes every picture of docs/images anew. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../test/support/chromium';
import { startStack } from '../../testing/servers/stack';
import { looks, shootPage } from './pages';
import { shootService } from './service';
import { record, shoot } from './terminal';

const images = resolve('docs', 'images');
const CLI = [process.execPath, resolve('dist', 'cli', 'main.js')] as const;
/** Titles of reports in other languages than English, by the name of their file. */
const titles = { german: 'Bus, Bäume und Bücherei', chinese: '公車、路樹與圖書館', mixed: 'Our harbour' } as const;
/** Ids of reports, and how wide the window is in which they are made. */
const runs = { spring: 80, summer: 160 } as const;
const picture = (name: string): string => join(images, `${name}.png`);

/** A report in a window of each width, in the middle and at its end. Their files lie in `folder`. */
async function terminals(browser: Browser, folder: string): Promise<void> {
  for (const [id, columns] of Object.entries(runs)) {
    const typed = ['report', 'comments.csv', '--id', id];
    const { whole, atMoment } = await record(folder, columns, [...CLI, ...typed], /report\.embed.*[23]\/5/);
    const line = `pipeline-worker ${typed.join(' ')}`;
    await shoot(browser, picture(`terminal-${columns}-running`), columns, line, atMoment);
    await shoot(browser, picture(`terminal-${columns}`), columns, line, whole);
  }
}

/** Where the machine has no fonts for a language, its letters are boxes (Debian: fonts-noto-cjk). */
async function languages(browser: Browser, folder: string): Promise<void> {
  for (const [name, title] of Object.entries(titles)) {
    const file = resolve('docs', 'screenshots', 'files', `${name}.csv`);
    execFileSync(CLI[0], [CLI[1], 'report', file, '--id', name, '--title', title], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const page = join(folder, 'out', name, 'report.html');
    // What people said, each in their language, is at the first topic.
    const topic = /<section class="topic[^"]*" id="([^"]+)"/.exec(readFileSync(page, 'utf8'))?.[1];
    const fragment = name === 'german' ? '' : `#${topic}`;
    await shootPage(browser, picture(`report-${name}`), pathToFileURL(page).href + fragment, looks.phone);
  }
}

async function main(): Promise<void> {
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete process.env[name];
  // The commands run in a folder of their own, which has no servers and no encoder.
  process.env['PIPELINE_CACHE_DIR'] ??= resolve('.pipeline-worker');
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const stack = await startStack({ ui: true, searchAttributes: { PipelineStatus: 'Keyword' } });
  const browser = await launchChromium();
  try {
    const ui = stack.uiUrl ?? '';
    Object.assign(process.env, {
      TEMPORAL_ADDRESS: stack.temporalAddress,
      REDIS_URL: stack.redisUrl,
      PIPELINE_UI_URL: ui,
    });
    mkdirSync(images, { recursive: true });
    copyFileSync(join('examples', 'comments.csv'), join(folder, 'comments.csv'));
    await terminals(browser, folder);
    for (const page of ['report', 'run']) {
      const url = pathToFileURL(join(folder, 'out', 'spring', `${page}.html`)).href;
      for (const name of ['light', 'dark', 'phone'] as const)
        await shootPage(browser, picture(`${page}-${name}`), url, looks[name]);
    }
    await languages(browser, folder);
    await shootPage(browser, picture('web-ui'), `${ui}/namespaces/default/workflows/spring`, looks.wide);
    await shootService(browser, picture);
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
