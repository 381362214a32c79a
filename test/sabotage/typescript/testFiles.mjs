/// <reference types="node" />
/**
 * Runs test files of the fast tier in one process, one after the other, as often as `runner.ts` asks. What comes from
 * `node_modules` is loaded once, what is ours anew for each file: Jest itself loads all of it for each file, and has nothing
 * of its own to do here that takes as long. Tests, hooks, matchers, mocks and timers are Jest's; its walls between files are
 * not there, so who is red here is asked again in a process that has run nothing else (`judge.ts`).
 */
import Module, { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { inspect } from 'node:util';
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { transformSync } from '@swc/core';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { count, functionsRun } from './functionsRun.mjs';

/** @typedef {{ files: { file: string, limitMs: number }[], counts: boolean }} Asked */
/** @typedef {{ _extensions: Record<string, (module: { _compile(code: string, path: string): void }, path: string) => void>, _load: (request: string, parent: object, isMain: boolean) => unknown, _resolveFilename: (request: string, parent: object) => string, _nodeModulePaths: (folder: string) => string[] }} Loader */

const root = process.cwd();
const { cache } = createRequire(join(root, 'package.json'));
const loader = /** @type {Loader} */ (/** @type {unknown} */ (Module));
const isOurs = (/** @type {string} */ path) =>
  path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`);
const say = (/** @type {object} */ message) => void process.send?.(message);

/** By path: the text that was compiled, and what it became. @type {Map<string, { source: string, code: string }>} */
const compiled = new Map();
loader._extensions['.ts'] = (module, path) => {
  const source = readFileSync(path, 'utf8');
  if (compiled.get(path)?.source !== source) compiled.set(path, { source, code: compile(source, path) });
  module._compile(compiled.get(path)?.code ?? '', path);
};

/** As jest.config.js has it; `hidden.jest` lets mocks stand before imports. */
function compile(/** @type {string} */ source, /** @type {string} */ filename) {
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' }, transform: { hidden: { jest: true } } };
  return transformSync(source, /** @type {object} */ ({ filename, module: { type: 'commonjs' }, jsc })).code;
}

/** What a test file has in place of a module, by its path. @type {Map<string, { make: () => unknown, made?: unknown }>} */
const mocks = new Map();
const load = loader._load;
loader._load = (request, parent, isMain) => {
  const mock = mocks.size > 0 ? mocks.get(loader._resolveFilename(request, parent)) : undefined;
  if (!mock) return load.call(Module, request, parent, isMain);
  mock.made ??= mock.make();
  return mock.made;
};

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: /** @type {never} */ ({ rootDir: root }), global: globalThis });
/** What tests of the fast tier use of it. */
const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  mocked: (/** @type {unknown} */ it) => it,
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: timers.useFakeTimers.bind(timers),
  useRealTimers: timers.useRealTimers.bind(timers),
  advanceTimersByTime: timers.advanceTimersByTime.bind(timers),
  getTimerCount: timers.getTimerCount.bind(timers),
  // The limit is who asked's.
  setTimeout: () => undefined,
};
const { test, it, describe, beforeAll, beforeEach, afterAll, afterEach } = circus;
const words = { test, it, describe, beforeAll, beforeEach, afterAll, afterEach, expect: jestExpect, jest };
Object.assign(globalThis, words, { REDIS_UNDER_TEST: 'simulated' });

/** The first red test of the file. @type {string | undefined} */
let red;
circus.addEventHandler((event) => {
  if (event.name === 'test_start') say({ test: event.test.name });
  // One is enough.
  if (event.name === 'test_start' && red !== undefined) event.test.mode = 'skip';
  if (event.name === 'test_done' && event.test.errors.length > 0) red ??= event.test.name;
});

const firstOf = (/** @type {unknown[]} */ [outside]) =>
  red ?? (outside === undefined ? undefined : `outside of its tests: ${inspect(outside)}`);

/** @returns its first red test. */
async function redIn(/** @type {string} */ file, /** @type {number} */ limitMs) {
  const path = join(root, file);
  red = undefined;
  for (const loaded of Object.keys(cache)) if (isOurs(loaded)) delete cache[loaded];
  circus.resetState();
  Object.assign(circus.getState(), { testTimeout: limitMs, parentProcess: process });
  jestExpect.setState({ testPath: path });
  const require = createRequire(path);
  const parent = { id: path, filename: path, paths: loader._nodeModulePaths(dirname(path)) };
  Object.assign(jest, {
    mock: (/** @type {string} */ name, /** @type {() => unknown} */ make) => mocks.set(require.resolve(name), { make }),
    doMock: (/** @type {string} */ name, /** @type {() => unknown} */ make) =>
      mocks.set(require.resolve(name), { make }),
    dontMock: (/** @type {string} */ name) => mocks.delete(require.resolve(name)),
    requireActual: (/** @type {string} */ name) => load.call(Module, name, parent, false),
  });
  const env = { ...process.env };
  try {
    require(path);
    const { unhandledErrors } = await circus.run();
    return firstOf(unhandledErrors);
  } catch (error) {
    return `does not load: ${String(error)}`;
  } finally {
    mocks.clear();
    mocker.restoreAllMocks();
    timers.useRealTimers();
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
  }
}

let isCounting = false;

/** Runs them until one is red; where it counts, all of them. */
async function run(/** @type {Asked} */ { files, counts }) {
  if (counts && !isCounting) await count();
  isCounting ||= counts;
  for (const { file, limitMs } of files) {
    say({ file });
    const began = performance.now();
    const found = await redIn(file, limitMs);
    const ms = performance.now() - began;
    const functions = counts ? await functionsRun(isOurs) : undefined;
    say({ row: { file, ms, ...(functions && { functions }), ...(found !== undefined && { red: found }) } });
    if (found !== undefined && !counts) break;
  }
  say({ hasEnded: true });
}

for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (/** @type {unknown} */ error) => say({ stray: String(error) }));
process.on('message', (/** @type {Asked} */ asked) => void run(asked));
process.on('disconnect', () => process.exit());
