import { connect } from 'node:net';
import { status } from '@grpc/grpc-js';
import { Connection } from '@temporalio/client';

const answerMs = 1000;
/** Of no run and no task queue. */
const NOBODY = 'pipeline-worker-is-ready';

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

/**
 * Whether a Temporal service answers here; where a namespace is named, also whether that exists, and whether the services behind the
 * one that is asked have begun: a run is asked for of one, a task queue of another.
 */
export async function isTemporalReady(port: number, namespace?: string): Promise<boolean> {
  // A gRPC channel that failed once waits a second before it tries again; a bare connection says "not yet" at once.
  if (!(await accepts(port))) return false;
  // Whoever asks, asks again; and a try that waits when the connection is closed would end the process (client/closing.ts).
  const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors: [] });
  try {
    await connection.withDeadline(Date.now() + answerMs, async () => {
      const { workflowService } = connection;
      await workflowService.getSystemInfo({});
      if (namespace === undefined) return;
      await workflowService.describeNamespace({ namespace });
      await workflowService.describeTaskQueue({ namespace, taskQueue: { name: NOBODY } });
      const run = { namespace, execution: { workflowId: NOBODY } };
      await workflowService.describeWorkflowExecution(run).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === status.NOT_FOUND)) throw error;
      });
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
