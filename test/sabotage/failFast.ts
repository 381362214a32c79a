import { writeSync } from 'node:fs';
import { TestEnvironment } from 'jest-environment-node';

/** Ends the process at the first test that fails: one is enough to convict, and a broken lock makes many wait for their time. */
export default class FailFast extends TestEnvironment {
  handleTestEvent({ name, test }: { name: string; test?: { name: string; errors: unknown[] } }): void {
    if (name !== 'test_done' || !test || test.errors.length === 0) return;
    writeSync(process.stderr.fd, `\n● ${test.name}\n`);
    process.exit(1);
  }
}
