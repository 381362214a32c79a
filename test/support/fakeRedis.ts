/** A server that speaks the protocol of Redis and answers as a test says: for what real servers say at bad moments only. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What goes back, as RESP has it (`-LOADING it loads`, `+OK`, `:1`), or '' for silence until it is said after all; undefined leaves it to what a healthy server says. */
export type Answer = (command: readonly string[], socket: Socket) => string | undefined;

/** In the order of the commands, which is that of the answers: behind one that is still owed nothing is sent, as by every server. */
const owed = new WeakMap<Socket, { said: string }[]>();

function send(socket: Socket): void {
  const answers = owed.get(socket) ?? [];
  for (let next = answers[0]; next && next.said !== ''; next = answers[0]) {
    socket.write(`${next.said}\r\n`, 'latin1');
    answers.shift();
  }
}

/** The first answer that is owed on this connection, late. */
export function say(socket: Socket, answer: string): void {
  const [first] = owed.get(socket) ?? [];
  if (first) first.said = answer;
  send(socket);
}

/** What a client says without a question. */
const QUIET = new Set(['CLIENT', 'SELECT', 'READONLY', 'READWRITE', 'ASKING']);

export class FakeRedis {
  /** Every command that came, in its order. */
  readonly seen: string[][] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
    /** May be changed at any time. */
    public answer: Answer,
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(answer: Answer, port = 0): Promise<FakeRedis> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new FakeRedis(server, (server.address() as AddressInfo).port, answer);
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.sockets.size;
  }

  /** How often it was asked for this. */
  count(name: string): number {
    return this.seen.filter(([command]) => command === name).length;
  }

  /** Cuts what is connected now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.cut();
    await closed;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    let rest = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk;
      for (let read = commandOf(rest); read !== undefined; read = commandOf(rest)) {
        rest = rest.slice(read.length);
        const [name = '', ...args] = read.command;
        const command = [name.toUpperCase(), ...args];
        this.seen.push(command);
        const answer = { said: this.answer(command, socket) ?? this.handshake(command) };
        owed.set(socket, [...(owed.get(socket) ?? []), answer]);
        send(socket);
      }
    });
  }

  /** What a client asks before its first command. */
  private handshake([name, sub = '']: readonly string[]): string {
    const master = [bulk('127.0.0.1'), `:${this.port}`, bulk('0123456789012345678901234567890123456789')];
    switch (`${name} ${sub.toUpperCase()}`) {
      case 'INFO ':
        return bulk('redis_version:7.0.0\r\nredis_mode:standalone\r\nrole:master\r\nloading:0');
      case 'CLUSTER SLOTS':
        return list([list([':0', ':16383', list(master)])]);
      case 'CLUSTER INFO':
        return bulk('cluster_state:ok');
      case 'PING ':
        return '+PONG';
      case `PTTL ${sub.toUpperCase()}`:
        return ':-2';
      default:
        // No silence, which would be for good: as every server does.
        return name !== undefined && QUIET.has(name) ? '+OK' : `-ERR unknown command '${name}'`;
    }
  }
}

export const bulk = (text: string): string => `$${text.length}\r\n${text}`;
export const list = (items: readonly string[]): string => [`*${items.length}`, ...items].join('\r\n');

/** The first whole command of what came. */
function commandOf(text: string): { command: string[]; length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  let at = head[0].length;
  const command: string[] = [];
  while (command.length < Number(head[1])) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at, at + 16));
    if (!size) return undefined;
    const from = at + size[0].length;
    at = from + Number(size[1]) + 2;
    if (text.length < at) return undefined;
    command.push(text.slice(from, at - 2));
  }
  return { command, length: at };
}
