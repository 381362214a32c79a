/** How the calls of one tick leave, and when they are given up; in time that moves only as the test says. */
import type { Client } from '../../redis/clients';
import { KeptClient } from '../../redis/keptClient';
import { ScriptCalls } from '../../redis/scriptCalls';
import type { ScriptCommand } from '../../redis/scriptCommand';
import { scripts } from '../../redis/scripts';
import { FakeClock } from './fakeClock';

/** A connection that writes down what it is told, and answers when the test does. */
class FakeClient {
  status = 'ready';
  readonly sent: ScriptCommand[] = [];
  readonly written: string[] = [];
  readonly stream = { cork: () => this.written.push('cork'), uncork: () => this.written.push('uncork') };

  sendCommand(command: ScriptCommand): void {
    this.sent.push(command);
    this.written.push(String(command.args[2]));
  }
}

function scene(waits = false) {
  const client = new FakeClient();
  const clock = new FakeClock();
  const calls = new ScriptCalls(new KeptClient(() => client as object as Client), clock, 100, waits);
  const told: string[] = [];
  const run = (key: string): void =>
    void calls.run('renew', [key], []).then(
      (reply) => told.push(`${key}: ${String(reply)}`),
      (error: Error) => told.push(`${key}: ${error.message}`),
    );
  return { client, clock, calls, run, told };
}

test('calls of one tick leave in few writes, each twice as large as the one before', async () => {
  const { client, clock, run } = scene();
  for (let round = 0; round < 2; round++) {
    client.written.length = 0;
    for (let i = 0; i < 30; i++) run(String(i));
    await clock.advance(0);
    const writes = client.written
      .join(' ')
      .split('cork ')
      .map((write) => write.split(' ').filter((part) => /\d/.test(part)).length);
    expect(client.written.filter((word) => word === 'cork')).toHaveLength(4);
    expect(writes.filter((size) => size > 0)).toEqual([4, 8, 16, 2]);
    expect(client.written.at(-1)).toBe('uncork');
  }
});

test('a call that comes alone is written at the end of its tick, as it is', async () => {
  const { client, clock, run } = scene();
  run('a');
  expect(client.written).toEqual([]);
  await clock.advance(0);
  expect(client.written).toEqual(['a']);
});

test('each call is told when its own time is over, by one timer for all, and not before', async () => {
  const { clock, run, told } = scene();
  run('a');
  await clock.advance(0);
  await clock.advance(60);
  run('b');
  await clock.advance(0);
  await clock.advance(39);
  expect(told).toEqual([]);
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(1);
  const late = 'The script renew timed out: no answer within 100 ms';
  expect(told).toEqual([`a: ${late}`]);
  await clock.advance(59);
  expect(told).toHaveLength(1);
  await clock.advance(1);
  expect(told).toEqual([`a: ${late}`, `b: ${late}`]);
  expect(clock.pendingTimers).toBe(0);
  run('c');
  await clock.advance(0);
  await clock.advance(100);
  expect(told.at(-1)).toBe(`c: ${late}`);
});

test('an answer that comes after the time of its call is dropped, and the call is not sent with the script', async () => {
  const { client, clock, run, told } = scene();
  run('a');
  run('b');
  await clock.advance(0);
  await clock.advance(100);
  client.sent[0]?.reject(new Error('NOSCRIPT it is gone'));
  client.sent[1]?.resolve('held');
  await clock.advance(0);
  expect(client.sent).toHaveLength(2);
  expect(told).toHaveLength(2);
  // What still waits to be sent goes as nothing that anybody could hold.
  expect(client.sent.map((command) => command.toWritable())).toEqual(Array(2).fill('*1\r\n$4\r\nPING\r\n'));
});

test('a server that has forgotten the script gets it once; any other error is told', async () => {
  const { client, clock, run, told } = scene();
  run('a');
  await clock.advance(0);
  client.sent[0]?.reject(new Error('NOSCRIPT it is gone'));
  await clock.advance(0);
  expect(client.sent.map(({ name, args }) => [name, args[0]])).toEqual([
    ['evalsha', scripts.renew.sha1],
    ['eval', scripts.renew.source],
  ]);
  client.sent[1]?.reject(new Error('NOSCRIPT it is gone'));
  await clock.advance(0);
  expect(client.sent).toHaveLength(2);
  expect(told).toEqual(['a: NOSCRIPT it is gone']);
});

test('an answer is given to who asked, and an error of another kind is told and not sent again', async () => {
  const { client, clock, run, told } = scene();
  run('a');
  run('b');
  await clock.advance(0);
  client.sent[1]?.reject(new Error('ERR no'));
  client.sent[0]?.resolve('held');
  await clock.advance(0);
  expect(told.toSorted()).toEqual(['a: held', 'b: ERR no']);
  expect(client.sent).toHaveLength(2);
  await clock.advance(100);
  expect(told).toHaveLength(2);
});

test('without a connection a call that must not wait is told so, another one is handed on', async () => {
  for (const waits of [false, true]) {
    const { client, clock, run, told } = scene(waits);
    client.status = 'reconnecting';
    run('a');
    await clock.advance(0);
    expect(client.sent).toHaveLength(waits ? 1 : 0);
    expect(told).toEqual(waits ? [] : ['a: There is no connection now']);
  }
});

test('after close no timer is left', async () => {
  const { clock, calls, run } = scene();
  run('a');
  await clock.advance(0);
  calls.close();
  expect(clock.pendingTimers).toBe(0);
});
