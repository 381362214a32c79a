/** A run that is looked at while the row of a child is there, and the child itself is not. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { translated } from '../../client/errors';
import { childrenOf, together, withChildren } from '../../client/family';
import type { Link } from '../../client/link';
import type { RunProgress } from '../../workflows/kit';
import { FakeTemporal, row, saying } from './fakeTemporal';

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

const child = (id: string, status: 'running' | 'done' = 'running') => row(`billing [${id}]`, status, { child: id });

test('children that go on are asked, at most fifty of them; those of which nobody answers are told of without a word', async () => {
  const many = Array.from({ length: 51 }, (_, i) => child(`c${i}`));
  const temporal = new FakeTemporal(
    ...many.slice(1).map((_, i) => ({ id: `c${i + 1}`, progress: saying('running') })),
    {
      id: 'c0',
    },
  );
  const steps = [row('shop.pay', 'running'), child('ended', 'done'), ...many];
  const said = await childrenOf(temporal.link, saying('running', { steps }));
  expect(said.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `c${i}`));
  expect(said[0]).toStrictEqual({ row: many[0], id: 'c0' });
  expect(said[1]?.progress).toEqual(saying('running'));
});

describe('a run as it is shown with its child', () => {
  const own = saying('running', { steps: [row('shop.pay'), child('p1')] });
  const shown = (progress: RunProgress, of: RunProgress = own) => together(of, new Map([['billing [p1]', progress]]));
  const messageOf = ({ steps }: RunProgress) => steps[1]?.message;

  test('has its pauses, with the reasons', () => {
    const paused = saying('paused', {
      steps: [row('bill.load'), row('bill.send', 'paused', { message: 'no address' }), row('bill.print', 'paused')],
    });
    const told = shown(paused);
    expect(told).toMatchObject({ status: 'paused', steps: [{ status: 'done' }, { status: 'paused' }] });
    expect(messageOf(told)).toBe('bill.send: no address; bill.print: ');
    expect(messageOf(shown({ ...paused, heldFor: 'lunch' }))).toBe('paused by hand: lunch');
  });

  test('has its questions after its own', () => {
    const waiting = saying('waiting', { waitingFor: ['theirs'], waits: [{ name: 'theirs', since: '2' }] });
    const asks = { ...own, waitingFor: ['own'], waits: [{ name: 'own', since: '1' }] };
    const told = shown(waiting, asks);
    expect(told).toMatchObject({
      status: 'waiting',
      waitingFor: ['own', 'theirs'],
      waits: [
        { name: 'own', since: '1' },
        { name: 'theirs', since: '2' },
      ],
    });
    expect(messageOf(told)).toBe('waits for theirs');
    expect(shown(waiting, { ...asks, status: 'paused' }).status).toBe('paused');
    expect(shown(waiting).status).toBe('waiting');
    expect(shown(saying('paused'), { ...asks, status: 'waiting' }).status).toBe('paused');
  });

  test('says what it is at, or nothing', () => {
    const busy = saying('running', { steps: [row('a', 'running'), row('b'), row('c', 'running')] });
    expect(shown(busy).steps[1]).toEqual({ ...child('p1'), message: 'a, c' });
    expect(shown(saying('running'))).toEqual(own);
    expect(shown(busy).status).toBe('running');
  });

  test.each(['ok', 'failed', 'cancelled'] as const)('has ended %s, whatever its child says', (status) => {
    expect(shown(saying('paused'), { ...own, status }).status).toBe(status);
  });

  test('is what it says itself where no child says anything', () => {
    expect(together(own, new Map())).toBe(own);
  });

  test('has the children of its child in it', async () => {
    const temporal = new FakeTemporal(
      { id: 'p1', progress: saying('running', { steps: [child('p2')] }) },
      { id: 'p2', progress: saying('paused', { steps: [row('deep', 'paused', { message: 'why' })] }) },
    );
    const told = await withChildren(temporal.link, own);
    expect([told.status, messageOf(told)]).toEqual(['paused', 'billing [p2]: deep: why']);
  });
});
