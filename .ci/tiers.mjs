/// <reference types="node" />
/**
 * A Jest reporter for .ci/run: what each tier of a run came to, in the file that CI_TIERS names, one line a tier:
 * `tier passed failed seconds`. The seconds are those of its files one after another. Written after each file, so that a
 * run which is stopped has left what it had.
 */
import { writeFileSync } from 'node:fs';

export default class Tiers {
  /** @type {Map<string, { passed: number, failed: number, ms: number }>} */
  tiers = new Map();

  /**
   * @param {{ context: { config: { displayName: { name: string } } } }} test
   * @param {{
   *   numPassingTests: number, numFailingTests: number, testExecError?: unknown, perfStats: { start: number, end: number }
   * }} result
   */
  onTestResult(test, { numPassingTests, numFailingTests, testExecError, perfStats }) {
    const { name } = test.context.config.displayName;
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
}
