/** A run that is looked at while the row of a child is there, and the child itself is not. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { translated } from '../../client/errors';
import { withChildren } from '../../client/family';
import type { Link } from '../../client/link';
import type { RunProgress } from '../../workflows/kit';

const parent = {
  status: 'running',
  steps: [{ name: 'packing [p1]', status: 'running', child: 'p1' }],
  waits: [],
  waitingFor: [],
} as unknown as RunProgress;

/** Every question is answered with this error. */
const refusing = (error: Error): Link =>
  ({
    temporal: {
      workflow: { getHandle: () => ({ query: () => Promise.reject(error) }) },
      withDeadline: (_at: number, ask: () => unknown) => ask(),
    },
    reach: (id: string, call: () => Promise<unknown>) =>
      call().catch((reason: unknown) => Promise.reject(translated(reason, 'here', id) as Error)),
  }) as unknown as Link;

test('a child that Temporal does not know yet, or has forgotten, is shown as its parent says', async () => {
  const unknown = new WorkflowNotFoundError('workflow not found', 'p1', undefined);
  await expect(withChildren(refusing(unknown), parent)).resolves.toEqual(parent);
});

test('any other reason why a child does not answer is told', async () => {
  await expect(withChildren(refusing(new Error('no rights')), parent)).rejects.toThrow('no rights');
});
