/** What a person has a hand in: corrections of a report, and what it will say. */
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { RunHandle } from '../client';
import { writeWhole } from '../client/download';
import { safeName } from '../client/safeName';
import type { Output } from './output';
import { reportPackage } from './reportPackage';
import type { ReportFlags } from './reportPackage';
import { advice, quoted } from './self';

export interface CorrectionFlags {
  readonly corrections?: string;
  readonly signedOffBy?: string;
  readonly review?: boolean;
}

/** What the flags say to the client. Who signs off corrections is the user of this machine, where nobody else is named. */
export async function correcting({ corrections, signedOffBy, review }: CorrectionFlags): Promise<ReportFlags> {
  const content = corrections && (await reportPackage('A corrected report').readCorrectionsFile(corrections));
  return {
    ...(content && { corrections: content, signedOffBy: signedOffBy ?? userInfo().username }),
    ...(review && { review }),
  };
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
