/**
 * A wall through a network, without any right over the machine's: every server is reached through a gate, and while the wall stands
 * nothing passes a gate between the sides. Bytes on their way wait there, as in a partition: they arrive when it falls.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

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

interface Way {
  readonly ends: readonly Socket[];
  readonly from: string;
  readonly to: string;
}

export class Wall {
  private readonly gates: Server[] = [];
  private readonly ways = new Set<Way>();
  private readonly sockets = new Set<Socket>();
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
    for (const way of this.ways) this.judge(way);
  }

  fall(): void {
    this.inside = undefined;
    for (const way of this.ways) this.judge(way);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.gates.map((gate) => new Promise((resolve) => gate.close(resolve))));
  }

  private accept(client: Socket, to: string, port: number, who: Who): void {
    const server = connect(port, '127.0.0.1');
    const ends = [client, server];
    let way: Way | undefined;
    let first = Buffer.alloc(0);
    const end = (): void => {
      for (const socket of ends) {
        socket.destroy();
        this.sockets.delete(socket);
      }
      if (way) this.ways.delete(way);
    };
    for (const socket of ends) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    server.on('data', (bytes) => client.write(bytes));
    client.on('data', (bytes) => {
      server.write(bytes);
      if (way) return;
      first = Buffer.concat([first, bytes]);
      const from = who(first);
      if (from === undefined) return;
      way = { ends, from, to };
      this.ways.add(way);
      this.judge(way);
    });
  }

  private judge({ ends, from, to }: Way): void {
    const isCut = this.inside !== undefined && this.inside.has(from) !== this.inside.has(to);
    for (const socket of ends) {
      if (isCut) socket.pause();
      else socket.resume();
    }
  }
}
