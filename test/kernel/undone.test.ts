/** Undo, and bodies and executions that came before: what they did, and what they undid. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure } from '@temporalio/workflow';
import { Outside } from './outside';
import { runOf, TestRun } from './run';
import type { Body } from './run';
import { countAnew, failing, shop, steps, told } from './undoable';

beforeEach(countAnew);

describe('effects of a body that was abandoned', () => {
  it('are undone too, each by the identity of its effect once', async () => {
    let round = 0;
    const run = runOf(steps, async () => {
      round += 1;
      const q = await shop.quote({});
      await shop.charge({ id: round }, { undo: ({ input }) => shop.refund(input) });
      await shop.keyed({ id: 7, q }, { undo: ({ input, output }) => shop.release({ ...input, ...output }) });
      await shop.mail({ q });
      return shop.ship({}, { onFailure: 'fail' });
    });
    await run.work((activity) => {
      if (activity.name === 'shop.mail' && round === 1) run.outside.flush();
      return activity.name === 'shop.ship';
    });
    void run.sdk.update('retryStep', { step: 'shop.charge' });
    await run.work(failing(run, 'shop.ship'));
    expect(run.progress.heals).toBe(1);
    const undone = run.outside.done.filter(({ step }) => ['shop.refund', 'shop.release'].includes(step));
    expect(undone.map(({ input }) => input)).toEqual([{ id: 2 }, { id: 7, charged: 3 }, { id: 1 }]);
  });

  it('begun in one body and answered in another, with one key and other inputs, are one', async () => {
    let round = 0;
    const run = runOf(steps, async () => {
      round += 1;
      const q = await shop.quote({});
      const undo = { undo: ({ output }: { output?: object }) => shop.release({ ...output }) };
      await Promise.all([shop.keyed({ id: 7, q }, undo), shop.mail({ q })]);
      return shop.ship({}, { onFailure: 'fail' });
    });
    await run.work((activity) => {
      if (activity.name === 'shop.ship') return failing(run, 'shop.ship')(activity);
      if (activity.name !== 'shop.keyed' || round > 1) return false;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      run.outside.flush();
      return true;
    });
    expect(run.progress.heals).toBe(1);
    expect(run.outside.keysOf('shop.keyed').size).toBe(1);
    expect(told(run).filter((one) => one.startsWith('release'))).toEqual(['release {"charged":4}']);
  });

  it('are brought to their end when the body fails after it', async () => {
    let round = 0;
    const run = runOf(steps, async () => {
      round += 1;
      const q = await shop.quote({});
      if (round > 1) throw ApplicationFailure.nonRetryable('enough', 'Enough');
      return Promise.all([shop.charge({ id: 1 }, { undo: () => shop.refund({}) }), shop.mail({ q })]);
    });
    await run.work((activity) => {
      if (activity.name === 'shop.mail') run.outside.flush();
      return activity.name === 'shop.charge';
    });
    await run.work();
    expect(told(run)).toEqual(['charge {"id":1}', 'refund {}']);
    expect(run.ended).toMatchObject({ error: { type: 'Enough' } });
  });
});

describe('an effect that an execution before this one undid', () => {
  const body: Body = async () => {
    const { charged } = await shop.keyed({ id: 7 }, { undo: ({ input }) => shop.refund(input) });
    return shop.ship({ charged }, { onFailure: 'fail' });
  };
  async function continuing(undone: unknown, answer: unknown, failingSteps: string[] = []): Promise<TestRun> {
    const run = new TestRun(new Outside(steps), body, { continues: 'execution-0' });
    await run.work((activity) => {
      if (activity.name !== 'kit.kept') return failing(run, ...failingSteps)(activity);
      const effect = { step: 'shop.keyed', input: { id: 7 }, key: 'order-7', ...(answer ? { answer } : {}), undone };
      run.sdk.answer(activity, { effects: [effect], more: false });
      return true;
    });
    return run;
  }
  const ANSWER = { output: { charged: 70 } };

  it('is made again, under a key that upstream does not know', async () => {
    const run = await continuing('yes', ANSWER);
    expect(run.outside.done).toMatchObject([{ step: 'shop.keyed', key: 'order-7#2' }]);
    expect(run.result).toBe('parcel');
  });

  it('also when a person wants that step made again', async () => {
    const run = new TestRun(new Outside(steps), body, { continues: 'execution-0', from: 'shop.keyed' });
    await run.work((activity) => {
      if (activity.name !== 'kit.kept') return false;
      const effect = { step: 'shop.keyed', input: { id: 7 }, key: 'order-7', answer: ANSWER, undone: 'yes' };
      run.sdk.answer(activity, { effects: [effect], more: false });
      return true;
    });
    expect(run.outside.done).toMatchObject([{ key: 'order-7#2' }]);
  });

  it('and what undoes it then is another undo', async () => {
    const run = await continuing('yes', undefined, ['shop.ship']);
    expect(told(run)).toEqual(['keyed {"id":7}', 'refund {"id":7}']);
    const refund = [...run.outside.done].at(-1);
    expect(refund?.key).toContain('"time":2');
  });

  it('perhaps, is made again or kept as a person says', async () => {
    const retried = await continuing('perhaps', ANSWER);
    expect(retried.outside.done).toEqual([]);
    expect(retried.row('shop.keyed').message).toMatch(/was being undone.*skip it.*retry it/);
    await retried.tell('retryStep', { step: 'shop.keyed' });
    expect(retried.outside.done).toMatchObject([{ key: 'order-7#2' }]);
    const skipped = await continuing('perhaps', ANSWER);
    await skipped.tell('skipStep', { step: 'shop.keyed', reason: 'it stands' });
    expect([skipped.result, skipped.outside.done]).toEqual(['parcel', []]);
  });

  it('but did not undo, is kept, and undone when this one fails', async () => {
    const run = await continuing(undefined, ANSWER, ['shop.ship']);
    expect(told(run)).toEqual(['refund {"id":7}']);
  });
});
