/// <reference types="node" />
/** Which functions of which files have run since it was asked last, by V8's own count. */
import { Session } from 'node:inspector/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const session = new Session();
const tests = join(process.cwd(), 'test') + sep;

export async function count() {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
}

export async function functionsRun(/** @type {(path: string) => boolean} */ isOurs) {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  /** @type {Map<string, Set<string>>} */
  const functions = new Map();
  for (const { url, functions: all } of result) {
    const path = url.startsWith('file:') ? fileURLToPath(url) : '';
    if (!isOurs(path) || path.startsWith(tests)) continue;
    const file = relative(process.cwd(), path);
    const names = functions.get(file) ?? new Set();
    functions.set(file, names);
    for (const { functionName, ranges } of all) if (ranges[0]?.count) names.add(functionName);
  }
  return Object.fromEntries([...functions].map(([file, names]) => [file, [...names]]));
}
