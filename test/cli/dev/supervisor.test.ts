/** The supervisor of `dev` on a clock of its own: no process, no waiting. */
import { NeverStarted, Supervisor } from '../../../cli/dev/supervisor';
import type { Ready } from '../../../worker/ready';

const READY: Ready = { taskQueue: 'q', pipelines: ['nightly', 'small'], steps: ['shop.reserve', 'shop.charge'] };

/** A worker whose lives are played by the test. */
function played(isWatched = false) {
  let now = 0;
  const said: string[] = [];
  const waits: number[] = [];
  const lives: { end: (how: string) => void; ready: () => void; asked: boolean }[] = [];
  const begun: (() => void)[] = [];
  const supervisor = new Supervisor({
    name: 'worker.js',
    isWatched,
    say: (line) => said.push(line),
    start(onReady) {
      let end: (how: string) => void = () => undefined;
      const ended = new Promise<string>((resolve) => (end = resolve));
      const life = { end, ready: () => onReady(READY), asked: false };
      lives.push(life);
      begun.splice(0).forEach((tell) => tell());
      return {
        ended,
        async stop() {
          life.asked = true;
          end('SIGTERM');
          await ended;
        },
      };
    },
    clock: {
      now: () => now,
      async wait(ms, signal) {
        waits.push(ms);
        if (ms !== Infinity) now += ms;
        else if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    },
  });
  return {
    supervisor,
    said,
    waits,
    lives,
    pass: (ms: number) => (now += ms),
    /** The life that begins next, or has begun. */
    async life(number: number) {
      while (lives.length < number) await new Promise<void>((tell) => begun.push(tell));
      const life = lives[number - 1];
      if (!life) throw new Error('impossible');
      return life;
    },
  };
}

test('says what the worker serves as soon as it polls', async () => {
  const { supervisor, life, said } = played();
  const run = supervisor.run();
  (await life(1)).ready();
  expect(said).toEqual(['ready: nightly, small; steps shop.reserve, shop.charge']);
  await supervisor.stop();
  await run;
});

test('starts a worker again that died, says why, and waits longer each time, up to half a minute', async () => {
  const { supervisor, life, said, waits } = played();
  const run = supervisor.run();
  for (let n = 1; n <= 8; n += 1) {
    const one = await life(n);
    if (n === 1) one.ready();
    one.end(n === 1 ? 'SIGKILL' : '1');
  }
  await life(9);
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(said.slice(1, 3)).toEqual([
    'worker.js ended with SIGKILL; it starts again in 1 s',
    'worker.js ended with 1; it starts again in 2 s',
  ]);
  expect(said).toHaveLength(9);
  await supervisor.stop();
  await run;
});

test('one that has worked for a while is started again soon', async () => {
  const { supervisor, life, waits, pass } = played();
  const run = supervisor.run();
  for (let n = 1; n <= 3; n += 1) {
    const one = await life(n);
    one.ready();
    if (n === 3) pass(60_000);
    one.end('1');
  }
  await life(4);
  expect(waits).toEqual([1000, 2000, 1000]);
  await supervisor.stop();
  await run;
});

test('one that never came up ends it, also when it ends with 0: there is nothing to keep alive', async () => {
  const { supervisor, life } = played();
  const run = supervisor.run();
  (await life(1)).end('0');
  await expect(run).rejects.toThrow(
    new NeverStarted('worker.js ended with 0 before it had started. What it said stands above.'),
  );
});

test('watched, one that cannot start waits for a change of its files, without trying again and again', async () => {
  const { supervisor, life, lives, said, waits } = played(true);
  const run = supervisor.run();
  (await life(1)).end('1');
  while (waits.length === 0) await Promise.resolve();
  expect(waits).toEqual([Infinity]);
  expect(lives).toHaveLength(1);
  expect(said).toEqual(['worker.js ended with 1 before it had started; waiting for a change of its files']);
  supervisor.changed('dist/steps.js');
  (await life(2)).ready();
  expect(said.slice(1)).toEqual([
    'dist/steps.js changed: worker.js starts again',
    'ready: nightly, small; steps shop.reserve, shop.charge',
  ]);
  await supervisor.stop();
  await run;
});

test('a change ends the worker in order before the next one starts, and is no death', async () => {
  const { supervisor, life, lives, said, waits } = played(true);
  const run = supervisor.run();
  (await life(1)).ready();
  supervisor.changed('steps.js');
  await life(2);
  expect(lives.map(({ asked }) => asked)).toEqual([true, false]);
  expect(waits).toEqual([]);
  expect(said.slice(1)).toEqual(['steps.js changed: worker.js starts again']);
  await supervisor.stop();
  await run;
});

test('stopped while it waits, it starts none any more', async () => {
  const { supervisor, life, lives } = played(true);
  const run = supervisor.run();
  (await life(1)).end('1');
  await supervisor.stop();
  await run;
  supervisor.changed('steps.js');
  expect(lives).toHaveLength(1);
});

test('a worker with many steps is told in one line', async () => {
  const { supervisor, life, said } = played();
  const run = supervisor.run();
  const many = Array.from({ length: 40 }, (_, i) => `big.step${i}`);
  Object.assign(READY, { steps: many });
  (await life(1)).ready();
  expect(said[0]).toMatch(/^ready: nightly, small; steps big\.step0, .*big\.step11 and 28 more$/);
  await supervisor.stop();
  await run;
});
