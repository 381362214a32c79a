import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { openStore } from '../../redis';
import { startRedis } from '../../testing';
import { FencedSink } from './recorder';

/** A process of its own: holds the lock and says so; on a line of input it looks whether it may still act, and says that. */
const program = `
  const { openStore } = require(${JSON.stringify(join(__dirname, '..', '..', 'dist', 'redis'))});
  openStore({ url: process.argv[1], namespace: 'test' }).then(async (store) => {
    const lock = await store.resource('thing').acquire({ leaseMs: 500 });
    console.log('held ' + lock.token);
    process.stdin.once('data', () => {
      try {
        lock.assertHeld();
        console.log('may act');
      } catch (error) {
        console.log(error.name + ' ' + error.reason);
      }
    });
  });
`;

test('a process stopped past its lease is refused by its own clock when it wakes, and its token by the sink', async () => {
  const server = await startRedis();
  const store = await openStore({ url: server.url, namespace: 'test' });
  const zombie = spawn(process.execPath, ['-e', program, server.url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: zombie.stdout })[Symbol.asyncIterator]();
  try {
    const [, token] = String((await lines.next()).value).split(' ');
    const sink = new FencedSink();
    sink.write(Number(token));

    zombie.kill('SIGSTOP');
    const rival = await store.resource('thing').acquire({ waitMs: 10_000 });
    sink.write(rival.token);
    // Its input is there before it runs again: it acts before any of its timers can tell it.
    zombie.stdin.write('act\n');
    zombie.kill('SIGCONT');

    expect((await lines.next()).value).toBe('LeaseLost stalled');
    sink.write(Number(token));
    expect(sink).toMatchObject({ refused: 1, accepted: [Number(token), rival.token] });
    expect(() => rival.assertHeld()).not.toThrow();
    await rival.release();
  } finally {
    zombie.kill('SIGKILL');
    await store.close();
    await server.stop();
  }
});
