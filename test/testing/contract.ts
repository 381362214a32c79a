/** What a kit for tests promises, in memory and on servers: the same sentences of both. */
import type { TestKit } from '../../testing/testKit';
import type { StepCall } from '../../testing/watched';
import { asking, order, orders, undelivered } from './pipelines';
import type { Deps } from './shop';

export interface Opened {
  readonly kit: TestKit;
  /** Of all its tests. */
  readonly deps: { readonly seen: string[]; trouble?: Deps['trouble'] };
}

const done = (id: string) => ({ receipt: `receipt of ${id}`, sold: 2 });

/** @param opened one kit for all of them; each test has ids of its own. */
export function keepsThePromisesOfTheKit(opened: () => Opened): void {
  const kit = (): TestKit => opened().kit;
  const callsOf = (step: string, runId: string): readonly StepCall[] =>
    kit()
      .calls(step)
      .filter((call) => call.runId === runId);
  const seen = (id: string): string[] => opened().deps.seen.filter((what) => what.includes(id));
  const troubled = (trouble: Deps['trouble']): void => void (opened().deps.trouble = trouble);
  afterEach(() => troubled(undefined));

  test('a pipeline runs from its input to its result, and sleeps a day', async () => {
    expect(await kit().start(order, { id: 'plain' }, { id: 'o-plain' }).result()).toEqual(done('plain'));
    expect(seen('plain')).toEqual(['charge-plain: 400', 'on its way: receipt of plain']);
    expect(callsOf('shop.price', 'o-plain').map(({ input }) => input)).toEqual(
      [1, 2, 3].map((n) => ({ sku: `plain-${n}`, cents: n * 100 })),
    );
  });

  test('a step that was recorded before its worker died is not done again, also a day later', async () => {
    const started = kit().start(order, { id: 'after' }, { id: 'o-after' });
    await kit().crash({ after: 'shop.charge' });
    await kit().sleep('25 hours');
    expect(await started.result()).toEqual(done('after'));
    expect(callsOf('shop.charge', 'o-after')).toHaveLength(1);
  });

  test('an effect whose worker died before it was recorded is sent again, under the same key', async () => {
    const started = kit().start(order, { id: 'in' }, { id: 'o-in' });
    await kit().crash({ in: 'shop.charge' });
    expect(await started.result()).toEqual(done('in'));
    expect(seen('charge-in')).toEqual(['charge-in: 400', 'charge-in: 400']);
    // On a busy machine an attempt may be over before its worker has it.
    const [first, again, ...more] = callsOf('shop.charge', 'o-in').map(({ attempt }) => attempt);
    expect([first, more]).toEqual([1, []]);
    expect(again).toBeGreaterThan(1);
  });

  test('what failed is undone once, though a worker dies after it', async () => {
    const started = kit().start(undelivered, { id: 'undo' }, { id: 'o-undo' });
    await kit().crash({ after: 'shop.refund' });
    await expect(started.result()).rejects.toMatchObject({ status: 'failed', reason: 'nobody can deliver it' });
    expect(seen('undo')).toEqual(['charge-undo: 400', 'refund: receipt of undo']);
  });

  test('of a step whose lock is lost the signal fires, and another attempt does it', async () => {
    let stopped = 0;
    troubled((what, signal) => {
      if (what !== 'charge' || callsOf('shop.charge', 'o-lost').length > 1) return;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped += 1;
          reject(signal.reason as Error);
        });
      });
    });
    const started = kit().start(order, { id: 'lost' }, { id: 'o-lost' });
    await kit().expire(started, 'shop.charge');
    expect(await started.result()).toEqual(done('lost'));
    expect(stopped).toBe(1);
    expect(seen('charge-lost')).toHaveLength(1);
  });

  test('a step that fails is tried again, then waits for a person, who is told how', async () => {
    troubled((what) => {
      if (what === 'mail') throw new Error('no way out');
    });
    const started = kit().start(order, { id: 'skip' }, { id: 'o-skip' });
    await expect(started.result()).rejects.toThrow(
      /^The run o-skip waits for a person .*shop\.mail: .*failed 5 times.*no way out/,
    );
    expect(await started.progress()).toMatchObject({ status: 'paused' });
    await started.skip('shop.mail', 'by phone');
    expect(await started.result()).toEqual(done('skip'));
  });

  test('a paused step is tried again when somebody says so', async () => {
    troubled((what) => {
      if (what === 'mail') throw new Error('no way out');
    });
    const started = kit().start(order, { id: 'retry' }, { id: 'o-retry' });
    await expect(started.result()).rejects.toThrow('waits for a person');
    troubled(undefined);
    await started.retry('shop.mail');
    expect(await started.result()).toEqual(done('retry'));
  });

  test('a failure has its type and its reason', async () => {
    const started = kit().start(order, { id: 'much', factor: 1000 }, { id: 'o-much', onFailure: 'fail' });
    await expect(started.result()).rejects.toMatchObject({
      status: 'failed',
      type: 'TooMuch',
      reason: '400000 cents are too much',
    });
    const wrong = kit().start(order, { id: 1 } as never, { id: 'o-wrong' });
    await expect(wrong.result()).rejects.toMatchObject({ type: 'RunInputInvalid' });
  });

  test('a person answers, or three days pass', async () => {
    const answered = kit().start(asking, { question: '?' }, { id: 'a-answered' });
    await answered.answer('go', 'yes');
    expect(await answered.result()).toBe('yes');
    const ignored = kit().start(asking, { question: '?' }, { id: 'a-ignored' });
    await kit().sleep('71 hours');
    expect(await ignored.progress()).toMatchObject({ status: 'waiting', waitingFor: ['go'] });
    await kit().sleep('2 hours');
    await expect(ignored.result()).rejects.toMatchObject({ type: 'NoAnswer' });
  });

  test('children are runs of their own, and one crash makes none of them pay twice', async () => {
    const started = kit().start(orders, { ids: ['c1', 'c2'] }, { id: 'o-children' });
    await kit().crash({ after: 'shop.charge' });
    expect(await started.result()).toEqual([done('c1'), done('c2')]);
    expect([...seen('charge-c1'), ...seen('charge-c2')]).toEqual(['charge-c1: 400', 'charge-c2: 400']);
  });

  test('a run that is cancelled ends cancelled', async () => {
    const started = kit().start(order, { id: 'cancel' }, { id: 'o-cancel' });
    await started.cancel();
    await expect(started.result()).rejects.toMatchObject({ status: 'cancelled' });
  });

  test('what cannot be is said at once', async () => {
    expect(() => kit().calls('charge')).toThrow("There is no step 'charge'. There are: shop.charge");
    expect(() => kit().start(() => Promise.resolve(), undefined as never, { id: 'x' })).toThrow(/which has: .*order/);
    await kit()
      .start(asking, { question: '?' }, { id: 'a-none', onFailure: 'fail' })
      .result()
      .catch(() => undefined);
    await expect(kit().crash({ after: 'shop.charge' })).rejects.toThrow('No worker died after shop.charge');
    await expect(kit().expire('a-none', 'shop.charge')).rejects.toThrow('holds no lock');
  });
}
