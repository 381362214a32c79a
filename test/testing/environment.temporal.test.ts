/** The kit on servers that somebody else has started, as a TestWorkflowEnvironment says where they are. */
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTemporal } from '../../testing/servers/temporal';
import { startTimeSkipping } from '../../testing/servers/timeSkipping';
import { testPipelines } from '../../testing/testPipelines';
import type { StartedTimeSkipping } from '../../testing/servers/timeSkipping';
import type { TestEnvironment } from '../../testing/onServers/servers';
import { cacheDir } from '../../testing/servers/cache';
import { readRegistry } from '../../testing/servers/registry';
import { asking, order } from './pipelines';
import { shopSteps } from './shop';
import { connectionTo } from '../support/temporal';

const pipelines = require.resolve('./pipelines');
const deps = { seen: [] };
let server: StartedTimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.stop());

/** What a `TestWorkflowEnvironment` is to the kit: held to that by the compiler. */
const asEnvironment = (env: Pick<TestWorkflowEnvironment, keyof TestEnvironment>): TestEnvironment => env;
const skipping = (): TestEnvironment =>
  asEnvironment({ address: server.address, namespace: 'default', supportsTimeSkipping: true, connectionOptions: {} });
/** Servers that this process has started; other test files have theirs. */
async function servers(): Promise<number[]> {
  const all = await readRegistry(cacheDir());
  return all
    .flatMap(({ record }) => (record.owner.pid === process.pid ? [record.server.pid] : []))
    .toSorted((a, b) => a - b);
}

test('two kits share one server, which stays when they are closed, without what they had begun', async () => {
  const before = await servers();
  const [one, two] = await Promise.all(
    [1, 2].map(() => testPipelines({ pipelines, steps: [shopSteps], deps, env: skipping() })),
  );
  const left = one?.start(asking, { question: '?' }, { id: 'left' });
  await left?.progress();
  await one?.close();
  expect(await two?.start(order, { id: 'shared' }, { id: 'shared' }).result()).toMatchObject({ sold: 2 });
  await two?.close();
  expect(await servers()).toEqual(before);
  const connection = await connectionTo(server.address);
  const { status } = await new Client({ connection }).workflow.getHandle('left').describe();
  expect(status.name).toBe('CANCELLED');
  await connection.close();
});

test('on a server that cannot skip time runs do what needs none, and sleeping says so', async () => {
  const local = await startTemporal();
  const kit = await testPipelines({
    pipelines,
    steps: [shopSteps],
    deps,
    env: asEnvironment({ address: local.address, supportsTimeSkipping: false, connectionOptions: {} }),
  });
  try {
    const started = kit.start(asking, { question: '?' }, { id: `a-${process.pid}` });
    await started.answer('go', 'yes');
    expect(await started.result()).toBe('yes');
    await expect(kit.sleep('1 hour')).rejects.toThrow('cannot skip time');
  } finally {
    await kit.close();
    await local.stop();
  }
});

test('a start that fails leaves no process, and says why', async () => {
  const before = await servers();
  const absent = join(__dirname, 'absent.ts');
  const begun = (options: { pipelines: string; env?: TestEnvironment }) =>
    testPipelines({ steps: [shopSteps], deps, ...options });
  await expect(begun({ pipelines: absent })).rejects.toThrow(/absent\.ts cannot be loaded/);
  const nowhere = asEnvironment({ address: '127.0.0.1:1', supportsTimeSkipping: true, connectionOptions: {} });
  await expect(begun({ pipelines, env: nowhere })).rejects.toThrow(/connect|unavailable/i);
  process.env['TEMPORAL_TEST_SERVER_PATH'] = '/bin/false';
  try {
    await expect(begun({ pipelines })).rejects.toThrow('/bin/false');
  } finally {
    delete process.env['TEMPORAL_TEST_SERVER_PATH'];
  }
  expect(await servers()).toEqual(before);
});
