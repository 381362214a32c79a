import { connect } from 'node:net';
import { Connection } from '@temporalio/client';

const answerMs = 1000;

/** Sends one inline command to Redis and returns the raw answer, or `undefined` when nothing answers within a second. */
export function askRedis(port: number, command: string, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (answer?: string): void => {
      socket.destroy();
      resolve(answer);
    };
    let answer = '';
    socket.setTimeout(answerMs, () => end());
    socket.on('error', () => end());
    socket.on('close', () => end(answer === '' ? undefined : answer));
    socket.on('connect', () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('utf8');
    });
  });
}

/** Whether Redis on this port answers PING; false while it still loads its data. */
export async function isRedisReady(port: number, host?: string): Promise<boolean> {
  return (await askRedis(port, 'PING', host))?.startsWith('+PONG') ?? false;
}

/** Whether a Temporal service answers here, and, where a namespace is named, whether it exists already. */
export async function isTemporalReady(port: number, namespace?: string): Promise<boolean> {
  // A gRPC channel that failed once waits a second before it tries again; a bare connection says "not yet" at once.
  if (!(await accepts(port))) return false;
  // Whoever asks, asks again; and a try that waits when the connection is closed would end the process (client/closing.ts).
  const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors: [] });
  try {
    await connection.withDeadline(Date.now() + answerMs, async () => {
      await connection.workflowService.getSystemInfo({});
      if (namespace !== undefined) await connection.workflowService.describeNamespace({ namespace });
    });
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(answerMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}
