/** TLS in front of a server, with the certificate of test/brief, which clients must show as their own too. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { certificate, key } from '../brief/certificate';

export interface TlsFront {
  /** rediss:// */
  readonly url: string;
  /** Paths of what a client needs: the authority, its own certificate, and the key of that. */
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  stop(): void;
}

export async function startTlsFront(port: number): Promise<TlsFront> {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-tls-'));
  const [ca, keyFile] = [join(folder, 'ca.pem'), join(folder, 'key.pem')];
  writeFileSync(ca, certificate);
  writeFileSync(keyFile, key);
  const tls = createServer({ key, cert: certificate, ca: certificate, requestCert: true }, (client) => {
    const upstream = connect(port, '127.0.0.1');
    const end = () => [client, upstream].forEach((socket) => socket.destroy());
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream).pipe(client);
  });
  // A client that shows no certificate: it is told why, and nobody here need know.
  tls.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  return {
    url: `rediss://localhost:${(tls.address() as AddressInfo).port}`,
    files: { ca, cert: ca, key: keyFile },
    stop() {
      tls.close();
      rmSync(folder, { recursive: true });
    },
  };
}
