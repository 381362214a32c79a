/** Pictures of a real terminal: a command runs in a pseudo-terminal, and xterm.js shows what it wrote. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';

const XTERM = require.resolve('@xterm/xterm');
const STYLE = require.resolve('@xterm/xterm/css/xterm.css');
const WINDOW = resolve('test', 'cli', 'live', 'window.py');
const ROWS = 40;

const COLORS = { background: '#16181d', foreground: '#d8dee9', cursor: '#16181d', cursorAccent: '#16181d' };
const FRAME = `
  body { margin: 0 }
  #window { display: inline-block; padding: 14px; background: ${COLORS.background}; border-radius: 8px }
  .xterm .xterm-viewport, .xterm .xterm-scrollable-element { background: none !important }`;

/** What is used of xterm.js and of the page, in the page. */
interface Xterm {
  open(element: unknown): void;
  write(text: string, done: () => void): void;
  resize(columns: number, rows: number): void;
  readonly buffer: { readonly active: { readonly cursorY: number } };
}
declare const Terminal: new (options: object) => Xterm;
declare const document: { querySelector(selector: string): unknown };

/** Runs `command` in `folder` to its end. @returns all that it wrote, and what it had written when `moment` was first to be seen. */
export async function record(
  folder: string,
  columns: number,
  command: readonly string[],
  moment: RegExp,
): Promise<{ whole: string; atMoment: string }> {
  const window = [WINDOW, String(columns), String(ROWS), ...command];
  const child = spawn('python3', window, {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let whole = '';
  let atMoment = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    whole += text;
    if (atMoment === '' && moment.test(whole)) atMoment = whole;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${whole}`);
  return { whole, atMoment };
}

/** The window as a person sees it, as high as what it shows. `typed` is the line that the command was started with. */
export async function shoot(
  browser: Browser,
  path: string,
  columns: number,
  typed: string,
  output: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 1.25 });
  await page.setContent(`<style>${readFileSync(STYLE, 'utf8')}${FRAME}</style><div id="window"></div>`);
  await page.addScriptTag({ path: XTERM });
  const options = { cols: columns, rows: ROWS, fontSize: 14, fontFamily: 'DejaVu Sans Mono, monospace', theme: COLORS };
  const text = `\u001B[32m$\u001B[39m ${typed}\r\n${output.trimEnd()}`;
  await page.evaluate(
    async ({ options, text }) => {
      const terminal = new Terminal(options);
      terminal.open(document.querySelector('#window'));
      await new Promise<void>((done) => terminal.write(text, done));
      terminal.resize(options.cols, terminal.buffer.active.cursorY + 1);
    },
    { options, text },
  );
  await page.locator('#window').screenshot({ path, omitBackground: true });
  await page.close();
}
