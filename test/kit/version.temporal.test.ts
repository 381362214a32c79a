/** A run that another kernel began: its task fails, nothing of it is done, and whoever asks is told what to do. */
import { connect } from '../../client';
import type { PipelineClient } from '../../client';
import { KERNEL } from '../../workflows/kit/version';
import { useNextKernel } from '../support/nextKernel';
import { usePipelines } from '../support/pipeline';
import { progressOf, until, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const workflowsPath = require.resolve('./workflows');
const pipelines = usePipelines(workflowsPath);
const onNextKernel = useNextKernel(pipelines, workflowsPath);
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

test('a worker of another kernel does nothing for a run and says what to do; one of its own goes on with it', async () => {
  const world = new World();
  const worker = await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('askingPipeline', { count: 3 });
  await until(
    () => progressOf(run),
    ({ waitingFor }) => waitingFor.includes('go'),
  );
  await worker.stop();
  const before = [...world.ran];
  const { workflowId: id } = run;
  const handle = client.handle(id);
  const trouble = {
    kind: 'task fails',
    cause: `The run began on kernel ${KERNEL}: pin it, or \`retry ${id} --restart\`. This build has kernel ${KERNEL + 1}`,
    remedy: expect.stringMatching(new RegExp(`start it again: \`retry ${id} --restart\``)) as string,
  };
  await onNextKernel(world, async () => {
    // Nothing happens to a run that waits: the first who asks hears of it.
    expect(await handle.trouble()).toEqual({ ...trouble, attempt: 1 });
    await expect(handle.answer('go', 1)).rejects.toThrow(`began on kernel ${KERNEL}`);
    await run.signal('anything');
    const told = await until(
      () => handle.trouble(),
      (now) => (now?.attempt ?? 0) > 1,
    );
    expect(told).toMatchObject(trouble);
    expect((await handle.inspect()).trouble).toMatchObject(trouble);
    for await (const event of handle.watch()) {
      if (event.event !== 'message') continue;
      expect(event.trouble).toMatchObject(trouble);
      break;
    }
  });
  expect(world.ran).toEqual(before);
  await pipelines.worker([sumSteps], { world });
  await until(
    () => handle.trouble(),
    (now) => now === undefined,
  );
  await update(run, 'answer', { name: 'go', value: 1 });
  await expect(run.result()).resolves.toMatchObject({ sum: 14, answer: 1 });
  expect(world.ran).toEqual(before);
});
