import { createServer, type Server } from 'node:net';

/**
 * Asks the system for `count` different free loopback ports. They are free at the moment of the answer only:
 * whoever starts a server on one must be ready to try again with others.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  // All are held until the last is known, so that the same port is not given twice.
  await Promise.all(servers.map(({ server }) => new Promise((closed) => server.close(closed))));
  return servers.map(({ port }) => port);
}

function listenAnywhere(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The system gave no TCP port'));
      else resolve({ server, port: address.port });
    });
  });
}
