/** Pictures of examples/service: a run on its way, its end in the dark and on a phone, and a file that cannot be used. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { assemble } from '../../packages/assemble';
import { looks } from './pages';

const PLACE = resolve('dist', 'test', 'service');
const COMMENTS = resolve('examples', 'comments.csv');

/** Servers are those of the environment. */
export async function shootService(browser: Browser, picture: (name: string) => string): Promise<void> {
  const isSource = (path: string): boolean => !['node_modules', 'dist', 'package.json'].includes(basename(path));
  cpSync(resolve('examples', 'service'), PLACE, { recursive: true, filter: isSource });
  // Both packages as they are built here.
  const modules = join(PLACE, 'node_modules');
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(resolve('.'), join(modules, 'pipeline-worker'));
  await assemble(join(modules, 'pipeline-worker-report'));
  execFileSync(process.execPath, [resolve('node_modules', 'typescript', 'bin', 'tsc'), '-p', PLACE]);
  const env = { ...process.env, PORT: '0' };
  const worker = spawn(process.execPath, [resolve('dist', 'cli', 'main.js'), 'worker'], { env, stdio: 'ignore' });
  const service = spawn(process.execPath, [resolve(PLACE, 'dist', 'main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // From here on: of one that has ended nobody hears later.
  const ended = [worker, service].map((child) => once(child, 'exit'));
  const failed = Promise.race(ended).then(([code]) => {
    throw new Error(`the worker or the service ended with ${code}`);
  });
  failed.catch(() => undefined);
  try {
    const [line] = (await Promise.race([once(service.stdout, 'data'), failed])) as [Buffer];
    const shoot = shooter(browser, line.toString().trim());
    const hurry = slowedDown(worker);
    const running = shoot(picture('service-running'), looks.light, async (page) => {
      await page.locator('#file').setInputFiles(COMMENTS);
      await page.getByText(/^\d+ of \d+ · running$/).waitFor();
    });
    await running.finally(hurry);
    for (const name of ['dark', 'phone'] as const)
      await shoot(picture(`service-${name}`), looks[name], async (page) => {
        await page.locator('#file').setInputFiles(COMMENTS);
        await page.getByText('The report is ready').waitFor();
      });
    await shoot(picture('service-refused'), looks.light, async (page) => {
      const notes = Buffer.from('not a table');
      await page.locator('#file').setInputFiles({ name: 'notes.docx', mimeType: 'application/msword', buffer: notes });
    });
  } finally {
    for (const child of [worker, service]) child.kill();
    await Promise.all(ended);
  }
}

/**
 * A report of these comments is ready before its page has told of a step on its way, so the worker has a tenth of its time for a while.
 * @returns what gives it all of it again.
 */
function slowedDown(worker: ChildProcess): () => void {
  let isStopped = false;
  const turn = (): void => {
    isStopped = !isStopped;
    worker.kill(isStopped ? 'SIGSTOP' : 'SIGCONT');
    timer = setTimeout(turn, isStopped ? 180 : 20);
  };
  let timer = setTimeout(turn, 0);
  return () => {
    clearTimeout(timer);
    worker.kill('SIGCONT');
  };
}

type Shoot = (path: string, look: BrowserContextOptions, lead: (page: Page) => Promise<void>) => Promise<void>;

/** @returns how to lead a visitor to what is to be seen, and take a picture of it. */
function shooter(browser: Browser, url: string): Shoot {
  return async (path, look, lead) => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url);
    await lead(page);
    await page.screenshot({ path, fullPage: true });
    await context.close();
  };
}
