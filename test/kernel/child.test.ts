/** Children: other pipelines as runs of their own, one row here. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure, CancelledFailure, ChildWorkflowFailure } from '@temporalio/workflow';
import { z } from 'zod';
import { definePipeline, StepFailed, steps as callsOf } from '../../workflows/kit';
import type { ChildOptions, Run } from '../../workflows/kit';
import { Outside } from './outside';
import { failed } from './temporalFailures';
import { runOf, TestRun } from './run';
import type { Body } from './run';

const HOUR = 3_600_000;
const lab = callsOf('lab') as unknown as {
  make: (input: object) => Promise<unknown>;
  read: (input: object) => Promise<unknown>;
};
const steps = { 'lab.make': { run: () => [1], byRef: true }, 'lab.read': { run: () => 1 } };

const invoice = (input: { order: string }): Promise<{ cents: number }> => Promise.reject(new Error(input.order));
const billing =
  (options: ChildOptions = {}): Body =>
  (it) =>
    it.child(invoice, { order: 'o1' }, { id: 'invoice-1', ...options });

async function begun(body: Body, outside = new Outside(steps), options = {}): Promise<TestRun> {
  const run = new TestRun(outside, body, options);
  await run.work();
  return run;
}
async function ended(run: TestRun, id: string, end: unknown): Promise<void> {
  run.sdk.endChild(id, end);
  await run.work();
}
const startedIds = (run: TestRun): string[] => run.sdk.commands.filter((name) => name.startsWith('child '));
const broke = (message: string): Error => ApplicationFailure.nonRetryable(message, 'Declined', 'card');

describe('a child', () => {
  it('is one row with its id, is no active time, and gives its result', async () => {
    const run = await begun(billing());
    expect([...run.sdk.children]).toMatchObject([{ type: 'invoice', id: 'invoice-1', args: [{ order: 'o1' }, {}] }]);
    expect(run.row('invoice [invoice-1]')).toMatchObject({ status: 'running', child: 'invoice-1', runs: 1 });
    await run.pass(2 * HOUR);
    expect(run.progress).toMatchObject({ status: 'running', activeMs: 0 });
    await ended(run, 'invoice-1', { cents: 5 });
    expect(run.result).toEqual({ cents: 5 });
    expect(run.row('invoice [invoice-1]').status).toBe('done');
  });

  it('is not started where the history of its parent is full', async () => {
    const run = new TestRun(new Outside(steps), billing());
    run.sdk.historyLength = 50_000;
    await run.work();
    expect(startedIds(run)).toEqual([]);
    expect(run.ended).toMatchObject({
      error: { message: expect.stringMatching(/its history has 50000 events/) as string },
    });
  });

  it('has an id of its own by default, the same for the same input, whatever the order of its fields', async () => {
    const run = await begun((it) =>
      Promise.all([{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 2 }].map((input) => it.child('invoice', input))),
    );
    const ids = [...run.sdk.children].map(({ id }) => id);
    expect(ids).toEqual([
      expect.stringMatching(/^run-1\.invoice\.[0-9a-f]{16}$/),
      expect.stringMatching(/^run-1\.invoice\./),
    ]);
    for (const id of ids) await ended(run, id, id);
    expect(run.result).toEqual([ids[0], ids[0], ids[1]]);
  });

  it('takes the name of a definition, and starts under the failure policy of its parent', async () => {
    const defined = definePipeline('billing', { input: z.object({}) }, () => Promise.resolve(1));
    const run = await begun((it) => it.child(defined, {}), new Outside(steps), { onFailure: 'fail' });
    expect([...run.sdk.children]).toMatchObject([{ type: 'billing', args: [{}, { onFailure: 'fail' }] }]);
  });

  it('goes on while the body runs again, which takes its result', async () => {
    const run = await begun(async (it) => {
      const made = await lab.make({});
      const bill = it.child(invoice, { order: 'o1' });
      await it.waitFor('go');
      return [await lab.read({ made }), await bill];
    });
    const [{ id = '' } = {}] = run.sdk.children;
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.progress).toMatchObject({ heals: 1 });
    expect(run.row('invoice')).toMatchObject({ status: 'running', child: id });
    await ended(run, id, { cents: 5 });
    expect(run.result).toEqual([1, { cents: 5 }]);
    expect(startedIds(run)).toHaveLength(1);
  });

  it('that ended well is not started again by another execution of its parent', async () => {
    const outside = new Outside(steps);
    await ended(await begun(billing(), outside), 'invoice-1', { cents: 5 });
    const second = await begun(billing(), outside);
    expect(second.result).toEqual({ cents: 5 });
    expect(startedIds(second)).toEqual([]);
  });

  it('of which another run has the id is started when that has ended', async () => {
    const run = runOf(steps, billing());
    run.sdk.taken.add('invoice-1');
    await run.work();
    await run.pass(10_000);
    expect(startedIds(run).length).toBeGreaterThan(1);
    run.sdk.taken.clear();
    await run.pass(60_000);
    await ended(run, 'invoice-1', { cents: 7 });
    expect(run.result).toEqual({ cents: 7 });
  });

  it('of which another run has the id is asked for again after 1 s, then 5 s, then every 30 s', async () => {
    const run = runOf(steps, billing());
    run.sdk.taken.add('invoice-1');
    await run.work();
    const waits = [1000, 5000, 30_000, 30_000];
    for (const [i, waitMs] of waits.entries()) {
      await run.pass(waitMs - 1);
      expect(startedIds(run)).toHaveLength(i + 1);
      await run.pass(1);
      expect(startedIds(run)).toHaveLength(i + 2);
    }
  });

  it('is not started while its parent is held', async () => {
    const run = await begun(async (it) => [await it.waitFor('go'), await billing()(it)]);
    await run.tell('pauseRun', { reason: 'lunch' });
    await run.tell('answer', { name: 'go', value: 1 });
    expect(startedIds(run)).toEqual([]);
    await run.tell('resumeRun');
    expect(startedIds(run)).toHaveLength(1);
  });

  it('is cancelled with its parent, which ends when it has ended', async () => {
    const run = await begun(billing());
    run.sdk.cancel();
    await run.work();
    expect(run.progress.status).toBe('cancelled');
    expect(run.row('invoice [invoice-1]').status).toBe('cancelled');
  });

  it('that the body did not wait for is cancelled when its parent ends, and has ended before it', async () => {
    const body: Body = async (it) => {
      void billing()(it).catch(() => undefined);
      await it.waitFor('go');
      it.fail('this order is wrong');
    };
    // Its end takes a while.
    const run = new TestRun(new Outside(steps), body, {}, 'run-1', { isUnderWay: () => false });
    await run.work();
    await run.tell('answer', { name: 'go', value: 1 });
    expect([...run.sdk.children]).toMatchObject([{ scope: { isCancelled: true } }]);
    expect(run.ended).toBeUndefined();
    await ended(run, 'invoice-1', new CancelledFailure('cancelled'));
    expect(run.ended).toMatchObject({ error: { message: 'this order is wrong' } });
    expect(run.row('invoice [invoice-1]').status).toBe('cancelled');
  });

  it.each([
    ['an id that no run can have', (it: Run<unknown>) => it.child(invoice, { order: 'x' }, { id: ' ' }), /id of a run/],
    ['an input that is no JSON', (it: Run<unknown>) => it.child('invoice', { big: 10n }), /must be JSON/],
    ['an input that is too large', (it: Run<unknown>) => it.child('invoice', 'x'.repeat(20_000)), /at most 16384/],
    ['no name', (it: Run<unknown>) => it.child('', {}), /needs the name of a pipeline/],
  ])('with %s ends the run, and says so', async (_what, body, why) => {
    const run = await begun(body);
    expect(run.ended).toMatchObject({ error: { type: 'ChildInvalid', message: expect.stringMatching(why) } });
  });
});

describe('a child that does not end well', () => {
  it('waits for a person in one row of its parent, and is started again by a retry', async () => {
    const run = await begun(billing());
    await ended(run, 'invoice-1', broke('the card is declined'));
    expect(run.row('invoice [invoice-1]')).toMatchObject({
      status: 'paused',
      message: 'the run invoice-1 of invoice did not end well: the card is declined',
    });
    expect(await run.tell('skipStep', { step: 'invoice', reason: 'x' })).toMatch(/cannot be skipped/);
    expect(await run.tell('retryStep', { step: 'invoice' })).toBeUndefined();
    expect([...run.sdk.children]).toMatchObject([{ args: [{ order: 'o1' }, { continues: 'execution-of-invoice-1' }] }]);
    await ended(run, 'invoice-1', { cents: 5 });
    expect(run.result).toEqual({ cents: 5 });
  });

  it('ends the run, or is told to the body, which is told again when it runs again', async () => {
    const over = await begun(billing({ onFailure: 'fail' }));
    await ended(over, 'invoice-1', broke('declined'));
    expect(over.ended).toMatchObject({ error: { cause: { message: 'declined', type: 'Declined' } } });
    const told: unknown[] = [];
    const thrown = await begun(async (it) => {
      const made = await lab.make({});
      await billing({ onFailure: 'throw', label: 'bill' })(it).catch((error: unknown) => told.push(error));
      await it.waitFor('go');
      return lab.read({ made });
    });
    await ended(thrown, 'invoice-1', broke('declined'));
    thrown.outside.flush();
    await thrown.tell('answer', { name: 'go', value: 1 });
    expect(thrown.result).toBe(1);
    const failure = { step: 'invoice', label: 'bill', type: 'Declined', reason: 'declined', details: ['card'] };
    expect(told).toMatchObject([failure, failure]);
    expect(told[0]).toBeInstanceOf(StepFailed);
    expect(startedIds(thrown)).toHaveLength(1);
  });

  it.each([
    ['a step of it', failed({ name: 'card.charge' }, broke('declined'))],
    ['a child of it', new ChildWorkflowFailure('default', { workflowId: 'x' }, 'x', 'TIMEOUT', broke('declined'))],
  ])('for what %s failed is told with the reason of that', async (_what, why) => {
    const run = await begun((it) =>
      billing({ onFailure: 'throw' })(it).catch((error: StepFailed) => [error.type, error.reason]),
    );
    await ended(run, 'invoice-1', why);
    expect(run.result).toEqual(['Declined', 'declined']);
  });

  it('because somebody cancelled it is a failure, not a cancellation of its parent', async () => {
    const run = await begun(billing({ onFailure: 'throw' }));
    await ended(run, 'invoice-1', new CancelledFailure('cancelled'));
    expect(run.ended).toMatchObject({ error: { type: 'ChildCancelled', message: 'the run invoice-1 was cancelled' } });
    expect(run.progress.status).toBe('failed');
  });

  it('is started again by a person who has steps made again from another one', async () => {
    const run = await begun(async (it) => [await lab.read({}), await billing()(it)]);
    await ended(run, 'invoice-1', broke('declined'));
    expect(await run.tell('retryStep', { step: 'invoice', from: 'lab.read' })).toBeUndefined();
    expect(startedIds(run)).toHaveLength(2);
    await ended(run, 'invoice-1', { cents: 5 });
    expect(run.result).toEqual([1, { cents: 5 }]);
  });
});
