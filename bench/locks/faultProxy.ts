import { setTimeout as pause } from 'node:timers/promises';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

const EVERY_MS = 1000;

/** A way to Redis that can break. */
export interface FaultProxy {
  url: string;
  /** From now on no byte passes and nobody is told: connections stay open, new ones are accepted and say nothing. */
  silence(): void;
  /** Resets every connection and refuses new ones. */
  cut(): void;
  /** From now on, once a second, all bytes are held back for so long, then go on in their order. */
  late(ms: number): void;
  close(): void;
}

/** Listens on a free port of the loopback and passes everything on to Redis there. */
export async function startFaultProxy(redisUrl: string): Promise<FaultProxy> {
  const redisPort = Number(new URL(redisUrl).port);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let lateMs = 0;
  let open: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (isSilent) return;
      if (lateMs === 0) to.write(bytes);
      else void open.then(() => to.write(bytes));
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };

  const server = createServer((client) => {
    const redis = connect(redisPort, '127.0.0.1');
    join(client, redis);
    join(redis, client);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;

  return {
    url: `redis://127.0.0.1:${port}`,
    silence: () => (isSilent = true),
    late(ms) {
      lateMs = ms;
      timer = setInterval(() => void (open = pause(ms)), EVERY_MS);
    },
    close() {
      clearInterval(timer);
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    cut: () => {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}
