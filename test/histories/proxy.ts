import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the proxy does with the bytes of both directions. */
export type Mode =
  /** Passes them on. */
  | 'pass'
  /** Requests arrive and are executed, replies do not come back; the connections they were lost on break at the end. */
  | 'no replies'
  /** Nothing arrives and nothing comes back for now, as in a partition: TCP sends it again when the network is well. */
  | 'black hole'
  /** Every connection is reset, new ones too. */
  | 'reset';

/** A TCP proxy in front of one server, which may be exchanged for another. */
export class Proxy {
  /** Told of all that clients send. */
  onRequest: (bytes: Buffer) => void = () => undefined;
  private mode: Mode = 'pass';
  private readonly pairs = new Set<[Socket, Socket]>();
  private readonly silent: [Socket, Socket][] = [];

  private constructor(
    private readonly server: Server,
    private port: number,
  ) {}

  static async inFrontOf(url: string): Promise<Proxy> {
    const server = createServer((client) => proxy.accept(client));
    const proxy = new Proxy(server, Number(new URL(url).port));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  set(mode: Mode): void {
    const isOver = this.mode === 'no replies';
    this.mode = mode;
    if (mode === 'reset' || isOver) this.resetAll();
    for (const pair of this.pairs) {
      for (const socket of pair) {
        if (mode === 'black hole') socket.pause();
        else socket.resume();
      }
    }
  }

  /** The connections of now fall silent for ever, as where a router forgets them; new ones are well. */
  silenceOld(): void {
    for (const pair of this.pairs) {
      for (const socket of pair) socket.pause();
      this.pairs.delete(pair);
      this.silent.push(pair);
    }
  }

  /** From now on new connections go to this server; the old ones are reset. */
  pointTo(url: string): void {
    this.port = Number(new URL(url).port);
    this.resetAll();
  }

  async close(): Promise<void> {
    this.resetAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.mode === 'reset') return reset(client);
    const upstream = connect(this.port, '127.0.0.1');
    const pair: [Socket, Socket] = [client, upstream];
    this.pairs.add(pair);
    const end = () => {
      client.destroy();
      upstream.destroy();
      this.pairs.delete(pair);
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (bytes) => {
      this.onRequest(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => this.mode !== 'no replies' && client.write(bytes));
    if (this.mode === 'black hole') for (const socket of pair) socket.pause();
  }

  private resetAll(): void {
    for (const [client, upstream] of [...this.pairs, ...this.silent]) {
      reset(client);
      upstream.destroy();
    }
    this.pairs.clear();
  }
}

/**
 * One that is just saying goodbye is only ended: Node cannot reset it then (EINVAL), leaves it open for ever, and the process
 * spins at its exit (measured on 20.20).
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
