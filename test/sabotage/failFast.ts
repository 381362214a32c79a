import { TestEnvironment } from 'jest-environment-node';

/** Ends the process at the first test that fails: one is enough to convict, and a broken lock makes many wait for their time. */
export default class FailFast extends TestEnvironment {
  handleTestEvent({ name, test }: { name: string; test?: { errors: unknown[] } }): void {
    if (name === 'test_done' && test && test.errors.length > 0) process.exit(1);
  }
}
