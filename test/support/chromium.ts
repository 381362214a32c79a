/** Where the Chromium of this machine is. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

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

/** As root, in a container too, Chromium runs only without its sandbox; what it opens here is our own pages. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-quic'] });
