import { scripts } from '../../redis';
import type { DataCommands, Link, RunScript, Subscriber } from '../../redis';
import type { Word } from './command';
import type { Network } from './network';
import type { SimulatedProcess } from './process';
import { plain, type Reply } from './replies';
import type { Timeline } from './schedule';
import type { SimulatedServer } from './server';

/** What a link is made of. `server` is asked at the moment a request arrives: after a failover it is another one. */
export interface Wires {
  readonly schedule: Timeline;
  readonly process: SimulatedProcess;
  readonly network: Network;
  readonly server: () => SimulatedServer;
  readonly lockTimeoutMs: number;
  readonly dataTimeoutMs: number;
}

/** The connections of one store in one simulated process. */
export function simulatedLink(wires: Wires): Link {
  const open = { isOpen: true };
  const lock = connection(wires, wires.lockTimeoutMs, open);
  const data = connection(wires, wires.dataTimeoutMs, open);
  return {
    endpoint: 'simulated',
    clock: wires.process.clock,
    data: dataCommands(data),
    lockScript: scriptsOn(lock),
    dataScript: scriptsOn(data),
    openSubscriber: () => subscriber(wires),
    close: () => (open.isOpen = false),
  };
}

/** What keeps the bytes of one connection in order. */
const ORDER_MS = 1e-6;

type Send = (label: string, execute: (server: SimulatedServer) => Reply) => Promise<Reply>;

/** One TCP connection: requests arrive in the order they were sent in, and so do the replies. */
function connection(wires: Wires, timeoutMs: number, open: { isOpen: boolean }): Send {
  const { schedule, process, network, server } = wires;
  let lastArrivalMs = 0;
  let lastReplyMs = 0;
  return (label, execute) =>
    new Promise((resolve, reject) => {
      if (!open.isOpen) return reject(new Error('Connection is closed.'));
      const fate = network.fateOf(label);
      const sentMs = schedule.nowMs;
      const fail = (text: string) => () => process.enter(() => reject(new Error(text)));
      const cancel = process.clock.after(timeoutMs, () => reject(new Error(`${label} timed out`)));
      const arriveMs = schedule.nowMs + network.delayMs() + (fate === 'late' ? timeoutMs * 1.5 : 0);
      if (fate === 'vanish') return;
      if (fate === 'lose request') return void schedule.at(arriveMs, fail('read ECONNRESET'));
      // Strictly later than the one before: two events of one instant come in any order.
      if (fate !== 'late') lastArrivalMs = Math.max(arriveMs, lastArrivalMs + ORDER_MS);
      schedule.at(fate === 'late' ? arriveMs : lastArrivalMs, () => {
        const answer = attempt(() => execute(server()));
        const slowMs = fate === 'slow reply' ? timeoutMs - 2 * network.delayMs() - (schedule.nowMs - sentMs) : 0;
        lastReplyMs = Math.max(schedule.nowMs + network.delayMs() + slowMs, lastReplyMs + ORDER_MS);
        if (fate === 'no reply') return;
        if (fate === 'lose reply') return void schedule.at(lastReplyMs, fail('read ECONNRESET'));
        schedule.at(lastReplyMs, () =>
          process.enter(() => {
            cancel();
            if (answer instanceof Error) reject(answer);
            else resolve(answer);
          }),
        );
      });
    });
}

function attempt(execute: () => Reply): Reply | Error {
  try {
    return execute();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

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
    scan: (...args) => ask('SCAN', ...args).then(as<[string, string[]]>()),
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
    hdel: (key, ...fields) => ask('HDEL', key, ...fields).then(as<number>()),
    smembers: (key) => ask('SMEMBERS', key).then(as<string[]>()),
  };
}

function pairsOf(flat: string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) record[String(flat[i])] = String(flat[i + 1]);
  return record;
}

/** Messages reach it like replies do: delayed, in order, or not at all. */
function subscriber({ schedule, process, network, server }: Wires): Subscriber {
  const channels = new Set<string>();
  const hear: ((channel: string, message: string) => void)[] = [];
  let heardServer: SimulatedServer | undefined;
  let end = (): void => undefined;
  const listen = () => {
    if (heardServer === server()) return;
    end();
    heardServer = server();
    end = heardServer.listen((channel, message) => {
      if (!channels.has(channel) || network.losesMessage()) return;
      schedule.at(schedule.nowMs + network.messageDelayMs(), () =>
        process.enter(() => {
          for (const listener of hear) listener(channel, message);
        }),
      );
    });
  };
  const soon = (work: () => void) =>
    new Promise<void>((resolve) => {
      schedule.at(schedule.nowMs + 2 * network.delayMs(), () => {
        work();
        process.enter(resolve);
      });
    });
  return {
    subscribe: (channel) =>
      soon(() => {
        channels.add(channel);
        listen();
      }),
    unsubscribe: (channel) => soon(() => channels.delete(channel)),
    on(event: string, listener: (...args: never[]) => void) {
      if (event === 'message') hear.push(listener as (channel: string, message: string) => void);
    },
    disconnect: () => end(),
  };
}
