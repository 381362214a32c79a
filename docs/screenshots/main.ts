/** `npm run screenshots`: starts the product and makes every picture of docs/images anew. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { render } from '../../test/report/sample';
import { REPORTS } from '../../test/report/languages';
import { launchChromium } from '../../test/support/chromium';
import { startStack } from '../../testing';
import { looks, shootPage } from './pages';
import { shootService } from './service';
import { record, shoot } from './terminal';

const images = resolve('docs', 'images');
const CLI = [process.execPath, resolve('dist', 'cli', 'main.js')] as const;
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

/** Reports in other languages than English; where the machine has no fonts for them, their letters are boxes. */
async function languages(browser: Browser, folder: string): Promise<void> {
  const wanted = { german: 'German', chinese: 'Chinese', mixed: 'several languages side by side' } as const;
  for (const [name, what] of Object.entries(wanted)) {
    const [, report] = REPORTS.find(([one]) => one === what) ?? [];
    if (report === undefined) throw new Error(`test/report/languages.ts has no report in ${what}`);
    const html = render(report);
    const path = join(folder, `${name}.html`);
    writeFileSync(path, html);
    // What people said, each in their language, is at the topic.
    const fragment = name === 'german' ? '' : `#${/<section class="topic[^"]*" id="([^"]+)"/.exec(html)?.[1]}`;
    await shootPage(browser, picture(`report-${name}`), pathToFileURL(path).href + fragment, looks.phone);
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
