/** When a Temporal service is ready, told by one that answers as a test says. */
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { sendUnaryData } from '@grpc/grpc-js';
import { isTemporalReady } from '../../../testing/servers/ready';

const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService';
type Codes = Readonly<Record<string, status>>;
/** As a healthy one, which knows no such run. */
const healthy: Codes = {
  GetSystemInfo: status.OK,
  DescribeNamespace: status.OK,
  DescribeTaskQueue: status.OK,
  DescribeWorkflowExecution: status.NOT_FOUND,
};

async function isReady(codes: Codes, namespace?: string): Promise<boolean> {
  const server = new Server();
  const same = (bytes: Buffer): Buffer => bytes;
  for (const [method, code] of Object.entries(codes)) {
    const answer = (_call: unknown, say: sendUnaryData<Buffer>): void =>
      say(code === status.OK ? null : { code }, Buffer.alloc(0));
    server.register(`${SERVICE}/${method}`, answer, same, same, 'unary');
  }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  try {
    return await isTemporalReady(port, namespace);
  } finally {
    server.forceShutdown();
  }
}

test('a service is ready when what a run needs of it answers', async () => {
  expect(await isReady(healthy, 'default')).toBe(true);
});

test.each<[string, Codes]>([
  ['its namespace is not there yet', { DescribeNamespace: status.NOT_FOUND }],
  ['what keeps the runs has not begun', { DescribeWorkflowExecution: status.UNAVAILABLE }],
  ['what keeps the task queues has not begun', { DescribeTaskQueue: status.UNAVAILABLE }],
])('it is not while %s', async (_what, codes) => {
  expect(await isReady({ ...healthy, ...codes }, 'default')).toBe(false);
});

test('one that skips time knows no namespace, and is asked for none', async () => {
  expect(await isReady({ GetSystemInfo: status.OK })).toBe(true);
});
