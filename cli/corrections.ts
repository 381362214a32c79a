/** What a person has a hand in: corrections of a report, and what it will say. */
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Duration, RunHandle } from '../client';
import { writeWhole } from '../client/download';
import { safeName } from '../client/safeName';
import { durationMs } from '../workflows/kit/duration';
import { Usage } from './exit';
import type { Output } from './output';
import { reportPackage } from './reportPackage';
import type { ReportFlags } from './reportPackage';
import { advice, quoted } from './self';

export interface CorrectionFlags {
  readonly corrections?: string;
  readonly signedOffBy?: string;
  readonly review?: boolean;
  readonly reviewTimeout?: string;
}

/** What the flags say to the client. Who signs off corrections is the user of this machine, where nobody else is named. */
export async function correcting({
  corrections,
  signedOffBy,
  review,
  reviewTimeout,
}: CorrectionFlags): Promise<ReportFlags> {
  if (reviewTimeout !== undefined && review !== true)
    throw new Usage('--review-timeout is how long a report waits for its review: give --review too.');
  const content = corrections && (await reportPackage('A corrected report').readCorrectionsFile(corrections));
  return {
    ...(content && { corrections: content, signedOffBy: signedOffBy ?? userInfo().username }),
    ...(review && { review }),
    ...(reviewTimeout !== undefined && { reviewTimeout: inUnits(reviewTimeout) }),
  };
}

const UNITS = { day: 86_400_000, hour: 3_600_000, minute: 60_000 } as const;

/** `1.5h` is the same input as `90 minutes`: whole numbers of the largest unit that there is. */
function inUnits(given: string): string {
  const ms = durationMs(given as Duration);
  const [unit, size] = Object.entries(UNITS).find(([, each]) => ms % each === 0) ?? [];
  if (unit === undefined || size === undefined || ms < size || ms > 365 * UNITS.day)
    throw new Usage(
      `--review-timeout takes a duration in whole minutes, up to 365 days, such as '10 days', not '${given}'.`,
    );
  return `${ms / size} ${ms === size ? unit : `${unit}s`}`;
}

const FILE = /^corrections(?:-\d+)?\.txt$/;

/** Writes what a person is to look at into the folder: not that of the report, which has nothing of what is hidden. @returns the paths. */
export async function writeProposal(handle: RunHandle, folder: string, output: Output): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, text } of await handle.asked()) {
    const path = join(folder, FILE.test(name) ? unused(folder, name, text) : safeName(name));
    await writeWhole(path, text);
    paths.push(path);
    if (!FILE.test(name)) continue;
    output.say(`What the report will say stands in ${path}: correct it there.`);
    output.say(...advice('Then let it be made:', `approve ${quoted(handle.id)} --corrections ${quoted(path)}`));
  }
  return paths;
}

/** A file that somebody corrected is not overwritten. */
function unused(folder: string, name: string, text: string): string {
  for (let n = 1; ; n += 1) {
    const free = n === 1 ? name : name.replace(/\.txt$/, `-${n}.txt`);
    const path = join(folder, free);
    if (!existsSync(path) || readFileSync(path, 'utf8') === text) return free;
  }
}
