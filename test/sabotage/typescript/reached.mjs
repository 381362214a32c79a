/// <reference types="node" />
/** A Jest reporter: which functions each test file runs, by V8's own count, and how long it took. A line of JSON each. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

/** @typedef {{ result: { url: string, functions: { functionName: string, ranges: { count: number }[] }[] } }} Script */
/** @typedef {{ fullName: string, status: string }} Case */
/** @typedef {{ v8Coverage?: Script[], failureMessage?: string | null, testResults: Case[], perfStats: { start: number, end: number } }} Result */

export default class Reached {
  /** @param {{ rootDir: string }} config */
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  /**
   * @param {{ path: string }} test
   * @param {Result} result
   */
  onTestFileResult({ path }, { v8Coverage = [], failureMessage, testResults, perfStats }) {
    const functions = Object.fromEntries(
      v8Coverage.map(({ result }) => [
        relative(this.rootDir, result.url),
        [...new Set(result.functions.flatMap((one) => (one.ranges[0]?.count ? [one.functionName] : [])))],
      ]),
    );
    const red = testResults.find(({ status }) => status === 'failed')?.fullName ?? failureMessage;
    const row = {
      file: relative(this.rootDir, path),
      ms: perfStats.end - perfStats.start,
      functions,
      ...(red && { red }),
    };
    appendFileSync(process.env['SABOTAGE_REACHED'] ?? '', `${JSON.stringify(row)}\n`);
  }
}
