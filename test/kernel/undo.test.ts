/** Undo: the rules of docs/guarantees.md, case by case, on a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import type { OpenOptions } from '../../workflows/kit';
import { failed } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';
import { countAnew, failing, leaving, lived, order, shop, steps, told } from './undoable';

beforeEach(countAnew);

const DONE = ['reserve {"id":1}', 'charge {"id":1}'];
const UNDONE = ['refund {"id":1,"charged":1}', 'release {"id":1,"held":"h1"}'];

describe('a run that ends failed is undone, the last call first', () => {
  const bodies: Readonly<Record<string, Body>> = {
    'a step that failed for good': order,
    'run.fail': (run) => order(run).catch(() => run.fail('this order is wrong')),
    'a throw of its body': async (run) => {
      await order(run).catch(() => undefined);
      throw ApplicationFailure.nonRetryable('wrong', 'Wrong');
    },
    'a result that is too large': async (run) => {
      await order(run).catch(() => undefined);
      return 'x'.repeat(1_000_000);
    },
  };
  it.each(Object.keys(bodies))('by %s', async (why) => {
    const run = await lived(bodies[why]!, ['shop.ship']);
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
    expect(run.progress.status).toBe('failed');
    expect(run.ended).toMatchObject({ error: expect.any(Error) });
  });

  it('and its error is its own', async () => {
    const run = await lived(order, ['shop.ship']);
    expect(run.progress.error).toBe('shop.ship failed 5 times');
    expect(run.ended).toMatchObject({ error: { activityType: 'shop.ship' } });
  });

  it('by the end of its active time, which does not end what is undone', async () => {
    const run = runOf(steps, order, { runTimeout: '1 minute' });
    await run.work(leaving('shop.ship'));
    await run.sdk.pass(60_000);
    await run.work(leaving('shop.refund'));
    await run.sdk.pass(3_600_000);
    await run.work();
    expect(told(run)).toEqual([...DONE, ...UNDONE]);
    expect(run.ended).toMatchObject({ error: { type: 'RunTimeout' } });
  });
});

it('a charge that ends after the active time is out is undone, though its body had nothing else to do', async () => {
  const charge: Body = () => shop.charge({ id: 1 }, { undo: () => shop.refund({}) });
  const run = runOf(steps, charge, { runTimeout: '1 minute' });
  await run.work(leaving('shop.charge'));
  await run.sdk.pass(60_000);
  await run.work();
  expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
  expect(run.ended).toMatchObject({ error: { type: 'RunTimeout' } });
});

it('a run that ends well undoes nothing', async () => {
  const run = await lived(order, []);
  expect(run.result).toBe('parcel');
  expect(told(run)).toEqual(DONE);
});

it('a bug in a body fails its task, and nothing is undone: it goes on once the bug is mended', async () => {
  const run = await lived(async (it) => {
    await order(it);
    throw new TypeError('x is undefined');
  }, []);
  expect(run.ended).toMatchObject({ error: expect.any(TypeError) });
  expect(told(run)).toEqual(DONE);
});

describe('an undo has a row of its own', () => {
  it('that names the call which it undoes', async () => {
    const run = await lived(async () => {
      await shop.charge({ id: 1 }, { label: 'customer 7', undo: () => shop.refund({}, { label: 'all of it' }) });
      await shop.charge({ id: 2 }, { undo: () => shop.refund({}) });
      return shop.ship({}, { onFailure: 'fail' });
    }, ['shop.ship']);
    expect(run.progress.steps.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'shop.charge [customer 7]: done',
      'shop.charge: done',
      'shop.ship: failed',
      'shop.refund [undo of shop.charge]: done',
      'shop.refund [all of it, undo of shop.charge [customer 7]]: done',
    ]);
    expect(run.outside.done.filter(({ step }) => step === 'shop.refund')).toHaveLength(2);
  });

  it('and the run says that it is undoing, and why', async () => {
    const run = runOf(steps, order);
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.refund');
    expect(run.progress).toMatchObject({ status: 'undoing', error: 'shop.ship failed 5 times' });
  });
});

describe('a body that has failed goes no further, though another branch of it', () => {
  const calls = (run: TestRun): string[] => run.progress.steps.map(({ name }) => name);
  const undo = { undo: () => shop.refund({}) };

  it('was at a call that is brought to its end', async () => {
    const run = runOf(steps, () =>
      Promise.all([shop.ship({}, { onFailure: 'fail' }), shop.charge({ id: 1 }, undo).then(() => shop.mail({}))]),
    );
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.charge');
    expect(run.progress).toMatchObject({ status: 'undoing' });
    await run.work();
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
    expect(calls(run)).toEqual(['shop.ship', 'shop.charge', 'shop.refund [undo of shop.charge]']);
  });

  it('would wake up from a sleep while a person looks at what undoes it', async () => {
    const run = runOf(steps, async (it) => {
      await shop.charge({ id: 1 }, undo);
      const later = it.sleep('1 hour').then(() => shop.mail({}));
      await Promise.all([later, shop.ship({}, { onFailure: 'fail' })]);
    });
    await run.work(failing(run, 'shop.ship', 'shop.refund'));
    expect(run.row('shop.refund [undo of shop.charge]').status).toBe('paused');
    await run.pass(2 * 3_600_000);
    expect(told(run)).toEqual(['charge {"id":1}']);
    expect(calls(run)).not.toContain('shop.mail');
  });

  it('was never awaited: a result that is too large cancels nothing of it', async () => {
    const run = runOf(steps, async (it) => {
      await shop.charge({ id: 1 }, undo);
      void it.sleep('1 hour').then(() => shop.mail({}));
      return 'x'.repeat(1_000_000);
    });
    await run.work(failing(run, 'shop.refund'));
    expect(run.row('shop.refund [undo of shop.charge]').status).toBe('paused');
    await run.pass(2 * 3_600_000);
    expect(calls(run)).not.toContain('shop.mail');
  });

  it('does something that no cancellation ends (CancellationScope.nonCancellable)', async () => {
    const run = runOf(steps, async () => {
      await shop.charge({ id: 1 }, undo);
      const mailed = shop.mail({}).catch(() => run.sdk.shielded(() => shop.quote({})));
      await Promise.all([mailed, shop.ship({}, { onFailure: 'fail' })]);
    });
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.mail');
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
    expect(calls(run)).not.toContain('shop.quote');
  });
});

describe('what is undone', () => {
  const two = (charge: Partial<Record<'undo', () => Promise<unknown>>> = { undo: () => shop.refund({}) }): Body => {
    return () => Promise.all([shop.charge({ id: 1 }, charge), shop.ship({}, { onFailure: 'fail' })]);
  };

  it('is not a call that certainly never began', async () => {
    const run = await lived(
      async () => shop.charge({ id: 1 }, { undo: () => shop.refund({}), onFailure: 'fail' }),
      ['shop.charge'],
    );
    expect(run.outside.done).toEqual([]);
  });

  it('nor one that was never scheduled', async () => {
    const run = runOf(steps, order);
    await run.work(leaving('shop.reserve'));
    void run.sdk.update('pauseRun', { reason: 'lunch' });
    await run.work();
    run.sdk.cancel();
    await run.work();
    expect(told(run)).toEqual(['reserve {"id":1}', 'release {"id":1,"held":"h1"}']);
  });

  it('is a call that may have happened, without an output that nobody knows', async () => {
    const made: unknown[] = [];
    const run = runOf(steps, async () =>
      shop.charge(
        { id: 1 },
        {
          onFailure: 'fail',
          async undo(call) {
            made.push(call);
            await shop.refund(call.input);
          },
        },
      ),
    );
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {"id":1}']);
    expect(made).toEqual([{ input: { id: 1 } }]);
  });

  it('is a call of which not even the guard has told anything', async () => {
    const run = runOf(steps, async () => shop.charge({ id: 1 }, { onFailure: 'fail', undo: () => shop.refund({}) }));
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.sdk.fail(activity, failed(activity, new Error('no word')));
      return true;
    });
    expect(told(run)).toEqual(['refund {}']);
  });

  it('is a call that was under way when another one failed: its end is waited for', async () => {
    const run = runOf(steps, two());
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.charge');
    expect(run.progress).toMatchObject({ status: 'undoing' });
    await run.work();
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
    expect(run.ended).toBeDefined();
  });

  it('others that were under way are cancelled', async () => {
    const run = runOf(steps, async () => {
      await shop.charge({ id: 1 }, { undo: () => shop.refund({}) });
      return Promise.all([shop.mail({}), shop.ship({}, { onFailure: 'fail' })]);
    });
    await run.work((one) => failing(run, 'shop.ship')(one) || one.name === 'shop.mail');
    expect(run.row('shop.mail').status).toBe('cancelled');
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
  });

  it('is a call that waited for a person when another one failed', async () => {
    const run = runOf(steps, two());
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return activity.name === 'shop.ship';
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    expect(run.row('shop.charge').status).toBe('paused');
    await run.work(failing(run, 'shop.ship'));
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
    expect(run.row('shop.charge').status).toBe('cancelled');
  });

  it('is not what a person skipped before it began, but is what they skipped after it may have happened', async () => {
    for (const began of [false, true]) {
      const run = runOf(steps, two());
      await run.work((activity) => {
        if (activity.name !== 'shop.charge') return activity.name === 'shop.ship';
        if (began) run.outside.die(activity);
        run.outside.exhaust(run.sdk, activity);
        return true;
      });
      void run.sdk.update('skipStep', { step: 'shop.charge', reason: 'by hand' });
      await run.work(leaving('shop.ship'));
      await run.work(failing(run, 'shop.ship'));
      expect(told(run)).toEqual(began ? ['charge {"id":1}', 'refund {}'] : []);
    }
  });

  it('is ordered by the ends of the calls, whatever the order in which they were made', async () => {
    const run = runOf(steps, async () => {
      const charge = (id: number) => shop.charge({ id }, { undo: ({ input }) => shop.refund(input) });
      await Promise.all([charge(1), charge(2), charge(3)]);
      return shop.ship({}, { onFailure: 'fail' });
    });
    await run.work(leaving('shop.charge'));
    const [one, two_, three] = run.pending;
    for (const next of [two_, three, one]) run.outside.answer(run.sdk, next!);
    await run.work(failing(run, 'shop.ship'));
    expect(told(run).slice(3)).toEqual(['refund {"id":1}', 'refund {"id":3}', 'refund {"id":2}']);
  });
});

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
