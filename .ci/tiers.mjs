/// <reference types="node" />
/**
 * A Jest reporter for .ci/run: what each tier of a run came to, in the file that CI_TIERS names, one line a tier:
 * `tier passed failed seconds`. The seconds are those of its files one after another. Written after each file, so that a
 * run which is stopped has left what it had. What failed, and why, is added to the file that CI_FAILURES names. Where the Redis of
 * each suite came from, which the tests wrote into the file that CI_REDIS names, is added to the one that CI_SUITES names.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Of the reason of a failure. */
const LINES = 8;
const CHARACTERS = 160;

export default class Tiers {
  /** @type {Map<string, { passed: number, failed: number, ms: number }>} */
  tiers = new Map();

  /**
   * @param {{ context: { config: { displayName: { name: string }, globals: { REDIS_UNDER_TEST?: string } } } }} test
   * @param {{
   *   numPassingTests: number, numFailingTests: number, testExecError?: unknown, perfStats: { start: number, end: number },
   *   testFilePath: string, failureMessage?: string | null
   * }} result
   */
  onTestResult(test, { numPassingTests, numFailingTests, testExecError, perfStats, testFilePath, failureMessage }) {
    const { displayName, globals } = test.context.config;
    const { name } = displayName;
    this.suite(name, globals.REDIS_UNDER_TEST ?? '', testFilePath);
    if (failureMessage) this.tell(name, testFilePath, failureMessage);
    const { passed, failed, ms } = this.tiers.get(name) ?? { passed: 0, failed: 0, ms: 0 };
    this.tiers.set(name, {
      passed: passed + numPassingTests,
      // A file that cannot be run has no test that could fail.
      failed: failed + numFailingTests + (testExecError ? 1 : 0),
      ms: ms + perfStats.end - perfStats.start,
    });
    const lines = [...this.tiers].map(
      ([tier, it]) => `${tier} ${it.passed} ${it.failed} ${Math.round(it.ms / 1000)}\n`,
    );
    writeFileSync(process.env['CI_TIERS'] ?? 'tiers', lines.join(''));
  }

  /**
   * One line a suite that had a Redis: tier, file, and each place that one came from.
   * @param {string} tier
   * @param {string} form that its project names
   * @param {string} path
   */
  suite(tier, form, path) {
    const { CI_REDIS: told, CI_SUITES: suites } = process.env;
    if (!told || !suites || !existsSync(told)) return;
    const lines = readFileSync(told, 'utf8').trim().split('\n');
    const sources = lines.flatMap((line) => {
      const one = /** @type {{ testPath: string, form: string, source: string }} */ (JSON.parse(line));
      return one.testPath === path && one.form === form ? [one.source] : [];
    });
    if (sources.length === 0) return;
    appendFileSync(suites, `${tier} ${relative('.', path)}: ${[...new Set(sources)].join('; ')}\n`);
  }

  /**
   * @param {string} tier
   * @param {string} path
   * @param {string} message of all failures of the file; each begins with `  ● ` and the name of its test
   */
  tell(tier, path, message) {
    const failures = stripVTControlCharacters(message).split(/^(?= {2}● )/m);
    for (const failure of failures) {
      const told = failure.split('\n').filter((line) => line.trim() !== '');
      const lines = told.slice(0, LINES).map((line) => `${line.slice(0, CHARACTERS)}\n`);
      appendFileSync(process.env['CI_FAILURES'] ?? 'failures', `${tier} ${relative('.', path)}\n${lines.join('')}`);
    }
  }
}
