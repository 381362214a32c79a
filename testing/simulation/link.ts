import { scripts } from '../../redis';
import type { DataCommands, Link, RunScript } from '../../redis';
import type { Word } from './command';
import { Connection, type Wires } from './connection';
import { plain, type Reply } from './replies';
import { SimulatedSubscriber } from './subscriber';

/** The connections of one store in one simulated process. */
export function simulatedLink(wires: Wires): Link {
  const lock = new Connection(wires, wires.lockTimeoutMs, false);
  const data = new Connection(wires, wires.dataTimeoutMs, true);
  return {
    endpoint: 'simulated',
    clock: wires.process.clock,
    random: wires.process.random,
    data: dataCommands(data.send),
    lockScript: scriptsOn(lock.send),
    dataScript: scriptsOn(data.send),
    openSubscriber: () => new SimulatedSubscriber(wires),
    close() {
      lock.close();
      data.close();
    },
  };
}

type Send = Connection['send'];

function scriptsOn(send: Send): RunScript {
  return (name, keys, args) =>
    send(name, (server) => plain(server.call('EVAL', scripts[name].source, keys.length, ...keys, ...args)));
}

/** Each command is sent as it is; only some replies take another shape on the way, as in ioredis. */
function dataCommands(send: Send): DataCommands {
  const ask = (name: string, ...args: (Word | number)[]) => send(name, (server) => plain(server.call(name, ...args)));
  const text = (reply: Reply) => (Buffer.isBuffer(reply) ? reply.toString('utf8') : (reply as string | null));
  const bytes = (reply: Reply) => (typeof reply === 'string' ? Buffer.from(reply) : (reply as Buffer | null));
  const as =
    <T>() =>
    (reply: Reply) =>
      reply as T;
  return {
    ping: () => ask('PING').then(as<string>()),
    info: () => ask('INFO').then(as<string>()),
    config: (...args) => ask('CONFIG', ...args),
    memory: (...args) => ask('MEMORY', ...args).then(as<number | null>()),
    eval: (script, ...args) => ask('EVAL', script, ...args).then(plain),
    unlink: (...keys) => ask('UNLINK', ...keys).then(as<number>()),
    pexpire: (key, ms) => ask('PEXPIRE', key, ms).then(as<number>()),
    pttl: (key) => ask('PTTL', key).then(as<number>()),
    get: (key) => ask('GET', key).then(text),
    getBuffer: (key) => ask('GET', key).then(bytes),
    getrangeBuffer: (key, first, last) =>
      ask('GETRANGE', key, first, last).then((reply) => bytes(reply) ?? Buffer.of()),
    set: (key: string, value: Word, ...options: (string | number)[]) =>
      ask('SET', key, value, ...options).then(as<'OK' | null>()),
    hgetall: (key) => ask('HGETALL', key).then((reply) => pairsOf(reply as string[])),
    hmget: (key, ...fields) => ask('HMGET', key, ...fields).then(as<(string | null)[]>()),
    hscan: (...args) => ask('HSCAN', ...args).then(as<[string, string[]]>()),
    smembers: (key) => ask('SMEMBERS', key).then(as<string[]>()),
    time: () => ask('TIME').then(as<string[]>()),
    zadd: (...args) => ask('ZADD', ...args).then(as<number>()),
    zrange: (...args) => ask('ZRANGE', ...args).then(as<string[]>()),
    zrem: (...args) => ask('ZREM', ...args).then(as<number>()),
    sscan: (...args) => ask('SSCAN', ...args).then(as<[string, string[]]>()),
  };
}

function pairsOf(flat: string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) record[String(flat[i])] = String(flat[i + 1]);
  return record;
}
