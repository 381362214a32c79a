/** Undo: the rules of docs/guarantees.md, case by case, on a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure } from '@temporalio/workflow';
import { failed } from './temporalFailures';
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

  it('is none that failed while the run was being cancelled, which is shown as failed', async () => {
    const run = runOf(steps, async () => shop.charge({ id: 1 }, { undo: () => shop.refund({}) }));
    await run.work(leaving('shop.charge'));
    run.sdk.cancel();
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    expect(told(run)).toEqual([]);
    expect(run.row('shop.charge')).toMatchObject({ status: 'failed', message: 'shop.charge failed 5 times' });
    expect(run.progress.status).toBe('cancelled');
  });

  it('is a call that may have happened, without an output that nobody knows', async () => {
    const made: unknown[] = [];
    const input = { id: 1, card: { last: '4242' } };
    const run = runOf(steps, async () =>
      shop.charge(input, {
        onFailure: 'fail',
        async undo(call) {
          made.push(call);
          await shop.refund(call.input);
        },
      }),
    );
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    expect(told(run)).toEqual([`charge ${JSON.stringify(input)}`, `refund ${JSON.stringify(input)}`]);
    expect(made).toEqual([{ input }]);
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
