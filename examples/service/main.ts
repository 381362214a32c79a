/** The process: `npm start`. Reads HOST, PORT and MAX_UPLOAD_BYTES, and what `connect` reads: TEMPORAL_*, REDIS_URL, PIPELINE_*. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'pipeline-worker/client';
import type { ConnectOptions } from 'pipeline-worker/client';
import { createService } from './service';

const env = process.env;

/** What the environment says; where it says nothing, the servers of a `pipeline-worker dev` in this folder. */
async function servers(): Promise<ConnectOptions> {
  if (env['TEMPORAL_ADDRESS'] !== undefined || env['TEMPORAL_PROFILE'] !== undefined) return {};
  const { findStack } = await import('pipeline-worker/testing');
  const stack = await findStack();
  if (!stack)
    throw new Error('No servers: run `npm run servers` in this folder, or set TEMPORAL_ADDRESS and REDIS_URL.');
  return { temporal: { connectionOptions: { address: stack.temporalAddress } }, redisUrl: stack.redisUrl };
}

function numberOf(name: string, otherwise: number): number {
  const value = Number(env[name] ?? otherwise);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`${name} is '${env[name]}'; give a whole number.`);
}

async function main(): Promise<void> {
  const [port, maxUploadBytes] = [numberOf('PORT', 8080), numberOf('MAX_UPLOAD_BYTES', 5 * 1024 * 1024)];
  const client = await connect(await servers());
  const folder = await mkdtemp(join(tmpdir(), 'report-service-'));
  const service = createService({ client, folder, maxUploadBytes });
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    await service.listen(port, env['HOST'] ?? '127.0.0.1');
    const address = service.server.address() as AddressInfo;
    console.log(`http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`);
    await told;
  } finally {
    // Runs go on without the service; only its own connections and copies of files end with it.
    await service.stop();
    await client.close();
    await rm(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
