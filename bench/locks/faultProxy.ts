import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A way to Redis that can break. */
export interface FaultProxy {
  url: string;
  /** From now on no byte passes and nobody is told: connections stay open, new ones are accepted and say nothing. */
  silence(): void;
  /** Resets every connection and refuses new ones. */
  cut(): void;
}

/** Listens on a free port of the loopback and passes everything on to Redis there. */
export async function startFaultProxy(redisUrl: string): Promise<FaultProxy> {
  const redisPort = Number(new URL(redisUrl).port);
  const sockets = new Set<Socket>();
  let isSilent = false;

  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (!isSilent) to.write(bytes);
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
    cut: () => {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}
