/** The Chromium of tests and of `npm run screenshots`: what is here, else the one that `npm ci` brought. */
import { chromium, type Browser } from 'playwright-core';
import { cacheDir } from '../../testing/servers/cache';
import { firstOf, fromVariable, onPath } from '../../testing/servers/find';
import { packagedChromium, packageFolder } from './chromiumPackage';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const START_WITHIN_MS = 60_000;

interface Program {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the first of these that starts: `CHROMIUM_PATH`, a usual name on the PATH, the npm package @sparticuz/chromium.
 * Rejects with what each of them said. Who calls closes the browser. `folder`: of the package, where npm did not put it.
 */
export const launchChromium = (folder?: string): Promise<Browser> =>
  firstOf<Browser>(
    'Chromium',
    [
      { name: 'CHROMIUM_PATH', get: async () => started(await fromVariable('CHROMIUM_PATH')) },
      { name: `${NAMES.join(', ')} on PATH`, get: async () => started(await onPath(NAMES)) },
      {
        name: 'npm package @sparticuz/chromium',
        get: async () => started(await packagedChromium(folder ?? packageFolder(), cacheDir())),
      },
    ],
    'Run npm ci (the package is a development dependency), install one (Debian: apt-get install chromium), ' +
      'or set CHROMIUM_PATH to its executable.',
  );

/** As playwright says it of a process that a fault of its own ended. */
const CRASHED = /process did exit: exitCode=null, signal=SIG(?:SEGV|BUS|ILL|ABRT|TRAP)/;

/** A browser that crashes while it starts (one start in some thousands, seen with version 147) is started once more. */
async function started(program: Program | undefined): Promise<Browser | undefined> {
  if (program === undefined) return undefined;
  try {
    return await launched(program);
  } catch (error) {
    if (!(error instanceof Error && CRASHED.test(error.message))) throw error;
    return launched(program);
  }
}

/** As root, in a container too, Chromium runs only without its sandbox; what it opens here is our own pages. */
const launched = ({ path, env }: Program): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--no-sandbox', '--disable-quic'],
    timeout: START_WITHIN_MS,
  });
