/** `open`: the page of a run in the Web UI. */
import { spawn } from 'node:child_process';
import { withClient } from './connection';
import { EXIT, Usage } from './exit';
import type { Output } from './output';
import { opener } from './self';
import { linkOf } from './webUi';

/** Prints the link; opens a browser too where a person sits at a terminal. */
export const openRun = (id: string, output: Output): Promise<number> =>
  withClient({ for: 'steer' }, async (client, ui) => {
    // Names an unknown run as what it is.
    await client.handle(id).isRunning();
    const link = linkOf(ui, id);
    if (link === undefined)
      throw new Usage(
        'Temporal does not tell where its Web UI is. Set PIPELINE_UI_URL, for example http://localhost:8080.',
      );
    if (output.json) output.event({ event: 'message', id, at: new Date().toISOString(), ui: link });
    else output.result(link);
    if (!output.json && process.stdout.isTTY && !(await opens(link)))
      output.say(`No ${opener} here: open the link yourself.`);
    return EXIT.ok;
  });

/** The browser outlives this process. @returns false when there is no program that opens it. */
function opens(link: string): Promise<boolean> {
  const child = spawn(opener, [link], { detached: true, stdio: 'ignore' });
  child.unref();
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
}
