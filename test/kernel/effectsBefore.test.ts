/** Effects that an execution before had kept: the rules of docs/guarantees.md, case by case, on a virtual clock. */
import { Outside } from './outside';
import { TestRun } from './run';
import type { Body } from './run';
import { shop, steps } from './shop';

it('another execution of the id is told what effects of the one before it answered, page by page', async () => {
  const outside = new Outside(steps());
  const body: Body = async () => [(await shop.charge({ amount: 1 })).id, (await shop.charge({ amount: 2 })).id];
  const run = new TestRun(outside, body, { continues: 'execution-0' });
  await run.work((activity) => {
    if (activity.name !== 'kit.kept') return false;
    const [{ page }] = activity.args as [{ page: number }];
    const effect = { step: 'shop.charge', input: { amount: page + 1 }, answer: { output: { id: 70 + page } } };
    run.sdk.answer(activity, { effects: [effect], more: page < 1 });
    return true;
  });
  expect(run.result).toEqual([70, 71]);
  expect(outside.done).toEqual([]);
  expect(run.sdk.commands.filter((name) => name === 'kit.kept')).toHaveLength(2);
});

it('what a person wants made again at a start is not taken from the execution before', async () => {
  const outside = new Outside(steps());
  const body: Body = async () => (await shop.charge({ amount: 1 })).id;
  const run = new TestRun(outside, body, { continues: 'execution-0', from: 'shop.charge' });
  await run.work((activity) => {
    if (activity.name !== 'kit.kept') return false;
    const effect = { step: 'shop.charge', input: { amount: 1 }, answer: { output: { id: 70 } } };
    run.sdk.answer(activity, { effects: [effect], more: false });
    return true;
  });
  expect(run.result).toBe(1);
  expect(outside.done).toHaveLength(1);
});

describe('what the execution before had kept under a business key', () => {
  /** It charged order 7 with more in its input than this one. */
  async function continuing(kept: object, body: Body): Promise<TestRun> {
    const run = new TestRun(new Outside(steps()), body, { continues: 'execution-0' });
    await run.work((activity) => {
      if (activity.name !== 'kit.kept') return false;
      const effect = { step: 'shop.keyed', input: { order: 7, q: 'old' }, key: 'charge-7', ...kept };
      run.sdk.answer(activity, { effects: [effect], more: false });
      return true;
    });
    return run;
  }
  const charging =
    (order: number): Body =>
    async () =>
      (await shop.keyed({ order, q: 'new' })).id;

  it('answers a call with that key, whatever else its input holds', async () => {
    const run = await continuing({ answer: { output: { id: 70 } } }, charging(7));
    expect([run.result, run.outside.done]).toEqual([70, []]);
  });

  it('and was only begun, is gone on with by a call with that key; another one asks a person', async () => {
    const same = await continuing({}, charging(7));
    expect(same.outside.done).toMatchObject([{ key: 'charge-7' }]);
    const other = await continuing({}, charging(8));
    expect(other.row('shop.keyed')).toMatchObject({
      status: 'paused',
      effect: 'begun',
      message: expect.stringMatching(/nobody knows its end.*\(key charge-7\)/),
    });
    await other.tell('retryStep', { step: 'shop.keyed' });
    expect(other.outside.done).toMatchObject([{ key: 'charge-8' }]);
  });

  it('and was only begun beside others, is gone on with all the same', async () => {
    const run = new TestRun(new Outside(steps()), charging(7), { continues: 'execution-0' });
    await run.work((activity) => {
      if (activity.name !== 'kit.kept') return false;
      const effects = [9, 7].map((order) => ({ step: 'shop.keyed', input: { order }, key: `charge-${order}` }));
      run.sdk.answer(activity, { effects, more: false });
      return true;
    });
    expect(run.outside.done).toMatchObject([{ key: 'charge-7' }]);
  });

  it('and was undone, is made another time by a call with that key', async () => {
    const run = await continuing({ answer: { output: { id: 70 } }, undone: 'yes' }, charging(7));
    expect(run.outside.done).toMatchObject([{ key: 'charge-7#2' }]);
    const perhaps = await continuing({ undone: 'perhaps' }, charging(7));
    expect(perhaps.row('shop.keyed').message).toMatch(
      /look whether it was undone; retry it to make it again.*charge-7/,
    );
  });
});
