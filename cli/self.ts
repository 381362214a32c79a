/** Commands that people are told to copy. */

/** How this program was called: from a checkout by npm, else by its name. */
export const self = (): string =>
  ['pipeline', 'demo'].includes(process.env['npm_lifecycle_event'] ?? '')
    ? 'npm run -s pipeline --'
    : 'pipeline-worker';

/** Advice with a command on a line of its own: it can be copied, and narrow terminals do not break it. */
export const advice = (what: string, command: string): readonly [string, string] => [what, `  ${self()} ${command}`];

/** The program of this system that opens a file or an address as its user likes it. */
export const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';

export { quoted } from '../client/shell';
