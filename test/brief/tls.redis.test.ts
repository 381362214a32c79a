import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { useRedis } from '../support/redis';
import { certificate, key } from './certificate';
import { programOf } from '../support/source';

const redis = useRedis({ own: true });
const run = promisify(execFile);

/** Speaks TLS to clients and passes their words on to the Redis behind. */
async function encrypted(port: number): Promise<{ port: number; close(): void }> {
  const server = createServer({ key, cert: certificate }, (client) => {
    const upstream = connect(port, '127.0.0.1');
    const end = () => [client, upstream].forEach((socket) => socket.destroy());
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test('D20: rediss:// with a user name and an authority of one’s own is understood, and one that nobody trusts is refused', async () => {
  await redis.raw.call('ACL', 'SETUSER', 'worker', 'on', '>secret', '~*', '&*', '+@all');
  const tls = await encrypted(Number(new URL(redis.url).port));
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-brief-'));
  const authority = join(folder, 'ca.pem');
  writeFileSync(authority, certificate);
  const visit = async (user: string, env: NodeJS.ProcessEnv): Promise<string> => {
    const url = `rediss://${user}@localhost:${tls.port}`;
    const program = ['-e', programOf(require.resolve('./visitor')), 'visitor', url, redis.prefix];
    return (await run(process.execPath, program, { cwd: __dirname, env: { ...process.env, ...env } })).stdout;
  };
  try {
    const trusting = { NODE_EXTRA_CA_CERTS: authority };
    expect(await visit('worker:secret', trusting)).toBe('released\n');
    expect(await visit('worker:wrong', trusting)).toContain('WRONGPASS');
    expect(await visit('worker:secret', {})).toMatch(/RedisUnreachable.*self-signed certificate/);
  } finally {
    tls.close();
    rmSync(folder, { recursive: true });
  }
});
