/**
 * A network that fails, without any right over the machine's: every server is reached through a gate. While a wall stands nothing passes
 * a gate between its sides, and the ways of anybody may have a weather of their own. Bytes on their way wait there, as in a
 * partition: they arrive when it is over.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { reset } from '../histories/proxy';
import { Lane, type Travel } from './lane';

/** Tells by what it says first who has connected; undefined while that is not enough. */
export type Who = (first: Buffer) => string | undefined;

const SENDER_AT = 40;
const SENDER_BYTES = 40;

/** Every message on the bus of a Cluster names its sender in its head. */
export const nodeOf: Who = (first) =>
  first.length < SENDER_AT + SENDER_BYTES ? undefined : first.toString('latin1', SENDER_AT, SENDER_AT + SENDER_BYTES);

/** Clients of Redis are told apart by their users; who has none (a replica, a Sentinel) is ''. */
export const userOf: Who = (first) =>
  /^\*3\r\n\$4\r\nauth\r\n\$\d+\r\n(\w+)\r\n/i.exec(first.toString('latin1'))?.[1] ?? '';

/** Of the ways of one who connects. */
export interface Weather {
  readonly requests?: Travel;
  readonly answers?: Travel;
  /** They break, and new ones too. */
  readonly isReset?: boolean;
}

const held: Travel = { isHeld: true };
export const cutOff: Weather = { requests: held, answers: held };

interface Way {
  readonly from: string;
  readonly to: string;
  readonly requests: Lane;
  readonly answers: Lane;
  broken(): void;
}

export class Wall {
  private readonly gates: Server[] = [];
  private readonly ways = new Set<Way>();
  private readonly sockets = new Set<Socket>();
  private readonly weathers = new Map<string, Weather>();
  private inside: ReadonlySet<string> | undefined;

  /** @returns the port at which the server `to` is reached from now on. */
  async gateOf(to: string, port: number, who: Who): Promise<number> {
    const gate = createServer((client) => this.accept(client, to, port, who));
    this.gates.push(gate);
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    return (gate.address() as AddressInfo).port;
  }

  /** These are on one side of it, all others on the other. */
  raise(inside: readonly string[]): void {
    this.inside = new Set(inside);
    this.judgeAll();
  }

  fall(): void {
    this.inside = undefined;
    this.judgeAll();
  }

  /** From now on the ways from there, wherever they lead, are like this; an empty one is fine weather. */
  befall(from: string, weather: Weather): void {
    this.weathers.set(from, weather);
    this.judgeAll();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.gates.map((gate) => new Promise((resolve) => gate.close(resolve))));
  }

  private accept(client: Socket, to: string, port: number, who: Who): void {
    const server = connect(port, '127.0.0.1');
    // Until it is known who speaks nothing passes.
    const lanes = { requests: new Lane(server, held), answers: new Lane(client, held) };
    let way: Way | undefined;
    const broken = (): void => {
      reset(client);
      server.destroy();
    };
    const leaves = (socket: Socket, lane: Lane): void => {
      this.sockets.delete(socket);
      lane.leave();
      if (way && client.destroyed && server.destroyed) this.ways.delete(way);
    };
    for (const [socket, lane] of [
      [client, lanes.requests],
      [server, lanes.answers],
    ] as const) {
      this.sockets.add(socket.setNoDelay(true));
      socket.on('data', (bytes) => lane.send(bytes));
      // Why it ended does not matter here.
      socket.on('error', () => undefined).on('close', () => leaves(socket, lane));
    }
    let first = Buffer.alloc(0);
    const listen = (bytes: Buffer): void => {
      first = Buffer.concat([first, bytes]);
      const from = who(first);
      if (from === undefined) return;
      client.off('data', listen);
      way = { from, to, ...lanes, broken };
      this.ways.add(way);
      this.judge(way);
    };
    client.on('data', listen);
  }

  private judgeAll(): void {
    for (const way of this.ways) this.judge(way);
  }

  private judge({ from, to, requests, answers, broken }: Way): void {
    const isCut = this.inside !== undefined && this.inside.has(from) !== this.inside.has(to);
    const weather = isCut ? cutOff : (this.weathers.get(from) ?? {});
    if (weather.isReset) return broken();
    requests.set(weather.requests ?? {});
    answers.set(weather.answers ?? {});
  }
}
