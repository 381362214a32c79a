/** What Temporal is told of every run that this client starts. */
import { executionOf } from '../../client/execution';
import type { Link } from '../../client/link';

test('promise 4: a kill in a workflow task of a run that our client starts costs 2 s at most', () => {
  const link = { config: { taskQueue: 'queue' } } as Link;
  expect(executionOf(link, { type: 'order', input: {} }, 'run-1')).toMatchObject({
    taskQueue: 'queue',
    workflowTaskTimeout: '2s',
  });
});
