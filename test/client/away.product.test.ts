/** Whoever watches a run goes on watching, whatever happens to Temporal or to the way there. */
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { connect } from '../../client';
import type { PipelineClient, RunEvent } from '../../client';
import { Proxy } from '../histories/proxy';
import { pauseMs } from '../histories/recorder';
import { until } from '../kit/driver';
import { runInTheMiddle } from '../product/servers/stack';
import type { Stack } from '../product/servers/stack';
import { bundleOf } from '../support/bundle';

let bundle: WorkflowBundleWithSourceMap;
let stack: Stack;
let way: Proxy;
let client: PipelineClient;

beforeAll(async () => {
  const workflowsPath = require.resolve('../kit/workflows');
  bundle = await bundleOf(workflowsPath);
});

beforeEach(async () => {
  stack = await runInTheMiddle(bundle, 3, { aof: true });
  const { temporal, redisUrl } = stack.servers;
  way = await Proxy.inFrontOf(`tcp://${temporal.host}`);
  const address = new URL(way.url).host;
  client = await connect({ temporal: { connectionOptions: { address } }, redisUrl, prefix: 'test' });
});

afterEach(async () => {
  await client.close();
  await way.close();
  await stack.stop();
});

/** Everything that is seen, from now to the end of the run. */
function watching(): { events: RunEvent[]; ended: Promise<void> } {
  const events: RunEvent[] = [];
  const watch = async (): Promise<void> => {
    for await (const event of client.handle(stack.run.workflowId).watch()) events.push(event);
  };
  return { events, ended: watch() };
}

const saw = (events: readonly RunEvent[], text: string): Promise<unknown> =>
  until(
    () => events.filter((event) => event.event === 'message').map((event) => event.text),
    (said) => said.includes(text),
  );
const AWAY = 'Temporal does not answer; trying again';
const BACK = 'Temporal answers again';

/** What a watcher must have seen who missed nothing and was told nothing twice. */
const whole = {
  started: 1,
  done: ['sum.gap', 'sum.largest', 'sum.list', 'sum.note', 'sum.square', 'sum.total'],
  ended: ['ok'],
};

function seenIn(events: readonly RunEvent[]): typeof whole {
  const done = events.flatMap((event) => (event.event === 'step' && event.status === 'done' ? [event.step] : []));
  return {
    started: events.filter(({ event }) => event === 'started').length,
    done: done.toSorted(),
    ended: events.flatMap((event) => (event.event === 'finished' ? [event.status] : [])),
  };
}

test('watch survives a Temporal that is killed and comes back, and tells of it', async () => {
  const { events, ended } = watching();
  await until(
    () => events.length,
    (count) => count > 0,
  );
  await stack.servers.temporal.kill();
  await saw(events, AWAY);
  await stack.servers.temporal.revive();
  await saw(events, BACK);
  stack.goOn();
  await ended;
  expect(seenIn(events)).toEqual(whole);
});

test.each(['reset', 'black hole'] as const)(
  'watch survives a way to Temporal that is a %s for a while, and tells of it',
  async (fault) => {
    const { events, ended } = watching();
    await until(
      () => events.length,
      (count) => count > 0,
    );
    way.set(fault);
    await saw(events, AWAY);
    way.set('pass');
    await saw(events, BACK);
    stack.goOn();
    await ended;
    expect(seenIn(events)).toEqual(whole);
  },
);

test('what a client asks while Temporal is away ends when the client is closed, and the process lives', async () => {
  way.set('reset');
  const asked = client.handle(stack.run.workflowId).isRunning();
  asked.catch(() => undefined);
  await pauseMs(150); // by then it waits for its next try
  await client.close();
  await expect(asked).rejects.toMatchObject({
    cause: { code: 1, details: expect.stringContaining('closed') as string },
  });
});

test('watch survives a connection that fell silent for ever, by taking another', async () => {
  const { events, ended } = watching();
  await until(
    () => events.length,
    (count) => count > 0,
  );
  way.silenceOld();
  stack.goOn();
  await ended;
  expect(seenIn(events)).toEqual(whole);
});
