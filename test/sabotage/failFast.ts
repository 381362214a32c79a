import { writeSync } from 'node:fs';
import { relative } from 'node:path';
import TidyEnvironment from '../support/environment';

/**
 * Ends the process at the first test that fails, naming it: one is enough to convict, and a broken lock makes many wait for
 * their time. A dot for every other one says that the tests go on.
 */
export default class FailFast extends TidyEnvironment {
  private readonly file: string;

  constructor(...[config, context]: ConstructorParameters<typeof TidyEnvironment>) {
    super(config, context);
    this.file = relative(config.projectConfig.rootDir, context.testPath);
  }

  handleTestEvent({ name, test }: { name: string; test?: { name: string; errors: unknown[] } }): void {
    if (name !== 'test_done' || !test) return;
    const isRed = test.errors.length > 0;
    writeSync(process.stderr.fd, isRed ? `\n● ${this.file}: ${test.name}\n` : '.');
    if (isRed) process.exit(1);
  }
}
