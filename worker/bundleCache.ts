/** Bundles of workflows, kept by content in a folder: 14 s of webpack a test file, on a busy machine, become 0.1 s. */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { BundleOptions, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { writeAtomically } from '../testing/servers/cache';
import { sha256 } from '../redis/canonical';
import { askForSwcSettings, changedSince, listening } from './fileQuestions';
import type { Answers } from './fileQuestions';

/** Of about 2 MB each. What nobody has used for longest goes. */
const MOST_KEPT = 40;

/** @property hookOf what the result of `webpackConfigHook` depends on, besides its own text. */
export type KeptOptions = BundleOptions &
  Required<Pick<BundleOptions, 'logger' | 'webpackConfigHook'>> & { readonly hookOf: readonly string[] };

/**
 * Does what `bundleWorkflowCode` does: takes the bundle from `folder` where nothing that it was made of has changed, else makes
 * it and keeps it there. Any number of processes may do so at once. A folder that cannot be used costs a warning and the time of
 * bundling.
 */
export async function keptBundle(folder: string, options: KeptOptions): Promise<WorkflowBundleWithSourceMap> {
  const { hookOf: _, ...ofSdk } = options;
  const file = join(folder, `${keyOf(options)}.bundle`);
  const kept = await take(file);
  if (kept !== undefined) return { code: kept, sourceMap: '' };
  const answers: Answers = new Map();
  const webpackConfigHook = listening(options.webpackConfigHook, answers);
  const bundle = await bundleWorkflowCode({ ...ofSdk, webpackConfigHook });
  askForSwcSettings(answers);
  try {
    await writeAtomically(file, fileOf(answers, bundle.code));
    await removeOldest(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    options.logger.warn(
      `The bundle of ${options.workflowsPath} is not kept, so it will be made again next time: ${why}`,
    );
  }
  return bundle;
}

/** Everything but the files. A release of one of the tools, or of the kit, may bundle in another way. */
function keyOf({ webpackConfigHook, ...options }: KeptOptions): string {
  const { NODE_ENV, SWC_ENV, BABEL_ENV } = process.env;
  const surroundings = [process.version, process.cwd(), NODE_ENV, SWC_ENV, BABEL_ENV];
  return sha256(JSON.stringify([{ ...options, logger: '' }, String(webpackConfigHook), versions(), surroundings]));
}

function versions(): string[] {
  const sdk = require.resolve('@temporalio/worker/package.json');
  const tools = ['webpack', 'swc-loader', '@swc/core', 'source-map-loader'].map((name) => `${name}/package.json`);
  const ofSdk = createRequire(sdk);
  const versionOf = (it: unknown): string => (it as { version: string }).version;
  return [versionOf(require('pipeline-worker/package.json')), ...[sdk, ...tools].map((file) => versionOf(ofSdk(file)))];
}

/** The questions with their answers, the hash of the code, and the code: one file, so that they are always of one bundle. */
const fileOf = (answers: Answers, code: string): string =>
  `${JSON.stringify({ answers: [...answers], code: sha256(code) })}\n${code}`;

async function take(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const end = text.indexOf('\n');
  const code = text.slice(end + 1);
  try {
    const made = JSON.parse(text.slice(0, end)) as { answers: [string, string][]; code: string };
    if (made.code !== sha256(code) || changedSince(new Map(made.answers)) !== undefined) return undefined;
    await utimes(file, new Date(), new Date());
    return code;
  } catch {
    // None is kept, it is damaged, or another process has just removed it: it is made anew.
    return undefined;
  }
}

async function removeOldest(folder: string): Promise<void> {
  const files = (await readdir(folder)).map((name) => join(folder, name));
  const used = await Promise.all(
    files.map(async (file) => ({ file, at: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const old = used.toSorted((a, b) => b.at - a.at).slice(MOST_KEPT);
  await Promise.all(old.map(({ file }) => rm(file, { force: true })));
}
