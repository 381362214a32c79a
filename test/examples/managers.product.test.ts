/** README's own pipeline under yarn, which installs no peers by itself, and in a project of ES modules. */
import { ended, useOwnProject } from './ownProject';

describe.each(['yarn', 'npm, ES modules'] as const)('with %s', (manager) => {
  const own = useOwnProject(manager);

  test('README’s own pipeline runs, and finds one protobufjs for all of Temporal', async () => {
    const { said, dev } = await own.typeChapter();
    expect(said.at(-2)?.trim()).toBe('37');
    expect(said.at(-1)).toMatch(/^monday {2}ok .*\n.*shop\.orders .*\n.*shop\.price +done +4\/4 .*\n.*shop\.bill /);
    const { stdout } = await own.shell('find node_modules/@temporalio -name protobufjs');
    expect(stdout).toBe('');
    await ended(dev);
  }, 400_000);
});
