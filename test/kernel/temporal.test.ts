/** What Temporal is asked for a child, where the other tests of the kernel have a virtual Temporal. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import { temporal } from '../../workflows/kit/temporal';

jest.mock('@temporalio/workflow', () => ({
  ...jest.requireActual<object>('@temporalio/workflow'),
  startChild: jest.fn(),
}));
const started = jest.mocked(startChild) as unknown as jest.Mock<Promise<unknown>, [string, object]>;

it('a child goes on where its parent is terminated, may have the id of one that is over, and is soon taken from a killed worker', async () => {
  const result = (): Promise<unknown> => Promise.resolve('its result');
  started.mockResolvedValue({ firstExecutionRunId: 'first', result });
  const child = await temporal.child('orders', 'order-7', ['input']);
  expect(started.mock.calls).toEqual([
    [
      'orders',
      {
        workflowId: 'order-7',
        args: ['input'],
        parentClosePolicy: 'ABANDON',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowTaskTimeout: '2s',
      },
    ],
  ]);
  expect(child).toMatchObject({ runId: 'first' });
});

it('an id that is in use is told, every other error is thrown', async () => {
  started.mockRejectedValueOnce(new WorkflowExecutionAlreadyStartedError('in use', 'order-7', 'orders'));
  expect(await temporal.child('orders', 'order-7', [])).toBe('taken');
  started.mockRejectedValueOnce(new Error('no such namespace'));
  await expect(temporal.child('orders', 'order-7', [])).rejects.toThrow('no such namespace');
});
