/** Undo at the end of a run that is cancelled, and undos that fail: the rules of docs/guarantees.md, on a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import type { OpenOptions } from '../../workflows/kit';
import { runOf } from './run';
import type { TestRun } from './run';
import { countAnew, failing, leaving, lived, order, shop, steps, told } from './undoable';

beforeEach(countAnew);

const DONE = ['reserve {"id":1}', 'charge {"id":1}'];
const UNDONE = ['refund {"id":1,"charged":1}', 'release {"id":1,"held":"h1"}'];

describe('a run that is cancelled', () => {
  it('says so, brings a call with an undo to its end under the same key, undoes it, and is cancelled', async () => {
    const run = runOf(steps, order);
    await run.work(leaving('shop.charge'));
    run.sdk.cancel();
    await run.work(leaving('shop.charge'));
    expect(run.progress.status).toBe('cancelling');
    expect(run.pending.map(({ name }) => name)).toEqual(['shop.charge']);
    await run.work();
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
    expect(run.ended).toMatchObject({ error: expect.any(CancelledFailure) });
    expect(run.progress.status).toBe('cancelled');
    expect(run.row('shop.charge').status).toBe('done');
  });

  it('cancels calls without an undo at once', async () => {
    const run = runOf(steps, order);
    await run.work(leaving('shop.ship'));
    run.sdk.cancel();
    await run.work();
    expect(run.outside.ran).not.toContain('shop.ship');
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
  });

  it('undoes what fails for good while it is cancelled, if it may have happened', async () => {
    const run = runOf(steps, order);
    await run.work(leaving('shop.charge'));
    run.sdk.cancel();
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    expect(told(run)).toEqual([...DONE, 'refund {"id":1}', 'release {"id":1,"held":"h1"}']);
    expect(run.progress.status).toBe('cancelled');
  });

  it('is cancelled even if its body has caught that', async () => {
    const run = runOf(steps, async (it) => {
      await Promise.allSettled([order(it)]);
      return 'all well';
    });
    await run.work(leaving('shop.charge'));
    run.sdk.cancel();
    await run.work();
    expect(run.progress.status).toBe('cancelled');
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
  });

  it('makes no call that can be undone any more, whatever its body catches', async () => {
    const run = runOf(steps, async () => {
      await shop.ship({}).catch(() => undefined);
      return shop.charge({ id: 1 }, { undo: () => shop.refund({}) });
    });
    await run.work(leaving('shop.ship'));
    run.sdk.cancel();
    await run.work();
    expect(told(run)).toEqual([]);
    expect(run.ended).toMatchObject({ error: expect.any(CancelledFailure) });
  });

  it('is undone although a person had paused it', async () => {
    const run = runOf(steps, order);
    await run.work(leaving('shop.ship'));
    void run.sdk.update('pauseRun', { reason: 'lunch' });
    await run.work(leaving('shop.ship'));
    run.sdk.cancel();
    await run.work();
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
    expect(run.ended).toBeDefined();
  });

  it('while it is undone after a failure, ends failed and undone', async () => {
    const run = runOf(steps, order);
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.refund');
    run.sdk.cancel();
    await run.work();
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
    expect(run.progress.status).toBe('failed');
  });
});

describe('an undo that fails for good', () => {
  async function withPausedRefund(options?: OpenOptions): Promise<TestRun> {
    return lived(order, ['shop.ship', 'shop.refund'], options);
  }
  const name = 'shop.refund [undo of shop.charge]';

  it('pauses the run under its own name when all others are through, and a retry ends it', async () => {
    const run = await withPausedRefund();
    expect(told(run)).toEqual([...DONE, UNDONE[1]]);
    expect(run.progress.status).toBe('paused');
    expect(run.row(name)).toMatchObject({ status: 'paused', message: 'shop.refund failed 5 times' });
    expect(await run.tell('retryStep', { step: name })).toBeUndefined();
    expect(told(run)).toEqual([...DONE, UNDONE[1], UNDONE[0]]);
    expect(run.ended).toMatchObject({ error: { activityType: 'shop.ship' } });
  });

  it('lets all others go first', async () => {
    const run = runOf(steps, order);
    await run.work((one) => failing(run, 'shop.ship', 'shop.refund')(one) || one.name === 'shop.release');
    expect(run.progress.status).toBe('undoing');
    expect(run.row(name).status).toBe('running');
    await run.work();
    expect(run.row(name).status).toBe('paused');
  });

  it('skipped, it is left undone: the run ends failed and says which', async () => {
    for (const cancel of [false, true]) {
      const run = runOf(steps, order);
      await run.work((one) => (cancel ? one.name === 'shop.ship' : failing(run, 'shop.ship', 'shop.refund')(one)));
      if (cancel) run.sdk.cancel();
      await run.work(failing(run, 'shop.refund'));
      expect(await run.tell('skipStep', { step: name, reason: 'paid out in cash' })).toBeUndefined();
      expect(run.ended).toMatchObject({
        error: {
          type: 'LeftUndone',
          message: expect.stringMatching(/^Left undone: shop.charge \(shop.refund was skipped: paid out in cash\)\./),
        },
      });
      expect(run.progress.status).toBe('failed');
      expect(run.row(name)).toMatchObject({ status: 'skipped', skippedFor: 'paid out in cash' });
      expect(told(run)).toEqual([...DONE, UNDONE[1]]);
    }
  });

  it('does not run the body again, whatever a person asks for', async () => {
    const run = await withPausedRefund();
    for (const more of [{ from: 'shop.charge' }, { failedItems: true }])
      expect(await run.tell('retryStep', { step: name, ...more })).toMatch(/its body does not run again/);
    expect(run.row(name).status).toBe('paused');
  });

  it('where nobody watches, is left undone', async () => {
    const run = await withPausedRefund({ onFailure: 'fail' });
    expect(told(run)).toEqual([...DONE, UNDONE[1]]);
    expect(run.ended).toMatchObject({ error: { type: 'LeftUndone' } });
  });

  it('may be caught by its author, who knows another way', async () => {
    const run = await lived(async () => {
      const undo = () => shop.refund({}, { onFailure: 'throw' }).catch(() => shop.mail({ to: 'sales' }));
      await shop.charge({ id: 1 }, { undo });
      return shop.ship({}, { onFailure: 'fail' });
    }, ['shop.ship', 'shop.refund']);
    expect(told(run)).toEqual(['charge {"id":1}', 'mail {"to":"sales"}']);
    expect(run.ended).toMatchObject({ error: { activityType: 'shop.ship' } });
  });

  it('because what it reads is gone pauses too: nothing is computed again to undo something', async () => {
    const run = runOf(steps, async () => {
      const q = await shop.quote({});
      await shop.charge({ id: 1, q }, { undo: ({ input }) => shop.refund({ q, ...input }) });
      return shop.ship({}, { onFailure: 'fail' });
    });
    await run.work((one) => one.name === 'shop.ship');
    run.outside.loseBlobs();
    await run.work(failing(run, 'shop.ship'));
    expect(run.progress).toMatchObject({ status: 'paused', heals: 0 });
    expect(run.row(name)).toMatchObject({ status: 'paused', message: expect.stringMatching(/lost/) });
  });
});

it('an undo is given no references, for what they refer to may be gone', async () => {
  const made: unknown[] = [];
  await lived(async () => {
    const q = await shop.quote({});
    await shop.charge({ id: 1, q }, { undo: (call) => Promise.resolve(made.push(call)) });
    return shop.ship({}, { onFailure: 'fail' });
  }, ['shop.ship']);
  expect(made).toEqual([{ input: { id: 1 }, output: { charged: 2 } }]);
});

it('a step whose output holds references cannot be undone, and is refused before it begins', async () => {
  const run = await lived(
    async () => shop.quote({}, { undo: (() => shop.refund({})) as never, onFailure: 'fail' }),
    [],
  );
  expect(run.outside.ran).toEqual([]);
  expect(run.ended).toMatchObject({ error: { cause: { type: 'OptionInvalid' } } });
});

it('a call without an undo that ended before its run was cancelled gives its answer', async () => {
  const heard: unknown[] = [];
  const run = runOf(steps, async () => {
    heard.push(await shop.charge({ id: 1 }));
    return shop.ship({});
  });
  await run.work(leaving('shop.charge'));
  for (const activity of run.pending) run.outside.answer(run.sdk, activity);
  run.sdk.cancel();
  await run.work();
  expect(heard).toEqual([{ charged: 1 }]);
  expect(run.ended).toMatchObject({ error: expect.any(CancelledFailure) as Error });
});

it('where nothing can be undone a run ends at once, and waits for nothing that is under way', async () => {
  const run = runOf(steps, async () => {
    await Promise.all([
      shop.ship({}),
      shop.charge({ id: 1 }).then(() => {
        throw ApplicationFailure.nonRetryable('no room');
      }),
    ]);
  });
  await run.work(leaving('shop.ship'));
  expect(run.ended).toMatchObject({ error: { message: 'no room' } });
  expect(run.pending.map(({ name }) => name)).toEqual(['shop.ship']);
});
