import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { openStore } from '../../redis';
import { startRedis } from '../../testing/servers/redis';
import { Notes } from './note';

const build = (part: string): string => JSON.stringify(join(__dirname, '..', '..', 'dist', part));

/**
 * A process of its own: holds the lock and says so; on a line of input it looks whether it may still act, and says that. On the next
 * it acts all the same, in the database that both write, as a request does that was on its way.
 */
const program = `
  const Database = require(${JSON.stringify(require.resolve('libsql'))});
  const { openStore } = require(${build('redis')});
  const { inSqlite } = require(${build('activities/effects/sqlite.js')});
  const [, url, path] = process.argv;
  openStore({ url, namespace: 'test' }).then(async (store) => {
    const lock = await store.resource('thing').acquire({ leaseMs: 500 });
    const db = new Database(path, { timeout: 5000 });
    const write = (assertHeld) => {
      const { signal } = new AbortController();
      const transaction = { resource: 'thing', token: lock.token, signal, assertHeld, answerOf: String };
      try {
        inSqlite(db, transaction, () => void db.exec("insert or replace into note values ('thing', 'zombie')"));
        return 'written';
      } catch (error) {
        return error.name;
      }
    };
    console.log('held, ' + write(() => lock.assertHeld()));
    process.stdin.once('data', () => {
      try {
        lock.assertHeld();
        console.log('may act');
      } catch (error) {
        console.log(error.name + ' ' + error.reason);
      }
      process.stdin.once('data', () => console.log(write(() => undefined)));
    });
  });
`;

test('a process stopped past its lease is refused by its own clock when it wakes, and its token by the sink', async () => {
  const server = await startRedis();
  const store = await openStore({ url: server.url, namespace: 'test' });
  const notes = await Notes.open();
  const zombie = spawn(process.execPath, ['-e', program, server.url, notes.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: zombie.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<unknown> => (await lines.next()).value;
  try {
    await expect(said()).resolves.toBe('held, written');
    expect(notes.read('thing')).toBe('zombie');

    zombie.kill('SIGSTOP');
    const rival = await store.resource('thing').acquire({ waitMs: 10_000 });
    await expect(notes.write('thing', 'rival', rival)).resolves.toBe('written');
    // Its input is there before it runs again: it acts before any of its timers can tell it.
    zombie.stdin.write('look\n');
    zombie.kill('SIGCONT');

    await expect(said()).resolves.toBe('LeaseLost stalled');
    zombie.stdin.write('act\n');
    await expect(said()).resolves.toBe('StaleToken');
    expect(notes.read('thing')).toBe('rival');
    expect(() => rival.assertHeld()).not.toThrow();
    await rival.release();
  } finally {
    zombie.kill('SIGKILL');
    await store.close();
    await notes.close();
    await server.stop();
  }
});
