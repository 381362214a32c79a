import { identify, isRunning } from '../../../testing/servers/identity';
import type { ProcessIdentity } from '../../../testing/servers/identity';
import { Proxy } from '../../histories/proxy';

/** A server process; `host` is `host:port`. */
export interface Server {
  readonly host: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** A server behind an address that outlives it. */
export class Revivable {
  private readonly lives: ProcessIdentity[] = [];

  private constructor(
    private readonly start: () => Promise<Server>,
    private server: Server,
    private readonly proxy: Proxy,
  ) {
    this.lives.push(identityOf(server));
  }

  static async started(start: () => Promise<Server>): Promise<Revivable> {
    const server = await start();
    return new Revivable(start, server, await Proxy.inFrontOf(`tcp://${server.host}`));
  }

  /** Where it is reached in all its lives. */
  get host(): string {
    return new URL(this.proxy.url).host;
  }

  /** `kill -9`; resolves when it is dead. */
  async kill(): Promise<void> {
    process.kill(identityOf(this.server).pid, 'SIGKILL');
    await this.server.stop();
  }

  /** Stopped, not dead: its connections stay and nobody answers, until `thaw`. */
  freeze(): void {
    process.kill(identityOf(this.server).pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(identityOf(this.server).pid, 'SIGCONT');
  }

  async revive(): Promise<void> {
    this.server = await this.start();
    this.lives.push(identityOf(this.server));
    this.proxy.pointTo(`tcp://${this.server.host}`);
  }

  /** Fails when a process of any of its lives is left. */
  async close(): Promise<void> {
    await this.proxy.close();
    await this.server.stop();
    const left = this.lives.filter(isRunning).map(({ pid }) => pid);
    if (left.length > 0) throw new Error(`processes of the server at ${this.host} still run: ${left.join(', ')}`);
  }
}

function identityOf({ host, pid }: Server): ProcessIdentity {
  if (pid === undefined) throw new Error(`the server at ${host} is not a process of this test: it cannot be killed`);
  return identify(pid);
}
