/** What `definePipeline` adds to a body: `setup`. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { z } from 'zod';
import { Virtual } from '../../testing/memory/virtual';
import { definePipeline, steps } from '../../workflows/kit';
import { standIn } from '../../workflows/kit/standIn';
import { Outside } from './outside';

const lab = steps('lab') as unknown as {
  make: (input: object) => Promise<unknown>;
  read: (input: object) => Promise<unknown>;
};
interface Told {
  readonly messages: string[];
}
const happened: string[] = [];
beforeEach(() => void happened.splice(0));

/** Its state is lost while it waits, so that its body runs twice. */
const listening = definePipeline(
  'listening',
  {
    input: z.object({}),
    steps: { lab },
    setup(): Told {
      happened.push('setup');
      return { messages: [] };
    },
  },
  async (run, _steps, told) => {
    happened.push('body');
    told.messages.push(`body ${happened.length}`);
    const made = await lab.make({});
    await run.waitFor('go');
    await lab.read({ made });
    return told.messages;
  },
);

async function settled(sdk: Virtual, outside: Outside): Promise<void> {
  for (let done = false; !done;) {
    await sdk.settle();
    const next = [...sdk.pending].find(({ name }) => name !== 'kit.keepAlive');
    if (next) outside.answer(sdk, next);
    else done = true;
  }
}

test('setup runs once in an execution, before the run opens, and the body gets what it returned each time it runs', async () => {
  const outside = new Outside({ 'lab.make': { run: () => [1], byRef: true }, 'lab.read': { run: () => 1 } });
  const sdk = new Virtual();
  const ended = standIn.run(sdk, () => sdk.start(() => listening({})));
  expect(happened).toEqual(['setup']);
  expect(sdk.commands).not.toContain('lab.make');
  await settled(sdk, outside);
  outside.flush();
  const telling = sdk.update('answer', { name: 'go', value: 1 });
  await settled(sdk, outside);
  await telling;
  expect(happened).toEqual(['setup', 'body', 'body']);
  expect(await ended).toEqual(['body 2', 'body 3']);
});

test('each execution has a setup of its own', async () => {
  for (const id of ['1', '2']) void standIn.run(new Virtual(id), () => listening({})).catch(() => undefined);
  expect(happened).toEqual(['setup', 'setup']);
});
