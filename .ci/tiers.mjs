/// <reference types="node" />
/**
 * A Jest reporter for .ci/run: what each tier of a run came to, in the file that CI_TIERS names, one line a tier:
 * `tier passed failed seconds`. The seconds are those of its files one after another. Written after each file, so that a
 * run which is stopped has left what it had. What failed, and why, is added to the file that CI_FAILURES names.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Of the reason of a failure. */
const LINES = 8;
const CHARACTERS = 160;

export default class Tiers {
  /** @type {Map<string, { passed: number, failed: number, ms: number }>} */
  tiers = new Map();

  /**
   * @param {{ context: { config: { displayName: { name: string } } } }} test
   * @param {{
   *   numPassingTests: number, numFailingTests: number, testExecError?: unknown, perfStats: { start: number, end: number },
   *   testFilePath: string, failureMessage?: string | null
   * }} result
   */
  onTestResult(test, { numPassingTests, numFailingTests, testExecError, perfStats, testFilePath, failureMessage }) {
    const { name } = test.context.config.displayName;
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
