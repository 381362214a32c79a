/** Who is reminded of a question, and when. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { z } from 'zod';
import { steps as callsOf } from '../../workflows/kit';
import type { Run } from '../../workflows/kit';
import { Outside } from './outside';
import type { FakeStep } from './outside';
import { TestRun } from './run';
import type { Body } from './run';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const shop = callsOf('shop') as unknown as {
  quote: (input: object) => Promise<unknown>;
  mail: (input: object) => Promise<unknown>;
  read: (input: object) => Promise<unknown>;
};
const steps: Readonly<Record<string, FakeStep>> = {
  'shop.quote': { run: () => ({ amount: 1 }), byRef: true },
  'shop.mail': { run: () => ({ sent: true }), isEffect: true },
  'shop.read': { run: () => 1 },
};
const Approval = z.object({ ok: z.boolean(), by: z.string().default('nobody') });

async function begun(body: Body, outside = new Outside(steps)): Promise<TestRun> {
  const run = new TestRun(outside, body);
  await run.work();
  return run;
}

const mails = (run: TestRun): number => run.outside.done.filter(({ step }) => step === 'shop.mail').length;

describe('reminders', () => {
  const daily = (it: Run<unknown>, more: object = {}): Promise<unknown> =>
    it.waitFor('approval', Approval, {
      timeout: '4 days',
      onTimeout: 'late',
      remind: { every: '1 day', run: () => shop.mail({ text: 'please' }) },
      ...more,
    });

  it('are sent each time that they are due, as calls of their own, until the answer comes', async () => {
    const run = await begun(daily);
    await run.pass(DAY - HOUR);
    expect(mails(run)).toBe(0);
    await run.pass(2 * DAY);
    expect(mails(run)).toBe(2);
    expect(run.progress.waits).toMatchObject([{ name: 'approval', reminders: 2 }]);
    expect(run.progress.steps.map(({ name, status }) => [name, status])).toEqual([
      ['shop.mail [reminder 1]', 'done'],
      ['shop.mail [reminder 2]', 'done'],
    ]);
    expect(run.sdk.details).toContain('reminders sent: 2');
    await run.tell('answer', { name: 'approval', value: { ok: true } });
    await run.pass(10 * DAY);
    expect(run.result).toMatchObject({ ok: true });
    expect(mails(run)).toBe(2);
  });

  it('name their timers after what is asked, cut to fifty characters', async () => {
    const run = new TestRun(new Outside(steps), (it) =>
      it.waitFor('x'.repeat(51), Approval, { remind: { every: '1 day', run: () => shop.mail({ text: 'please' }) } }),
    );
    const condition = jest.spyOn(run.sdk, 'condition');
    await run.work();
    expect(condition.mock.calls).toContainEqual([expect.any(Function), DAY, `reminds of '${'x'.repeat(49)}…'`]);
  });

  it('come before the deadline only, and end with it', async () => {
    const run = await begun(daily);
    await run.pass(4 * DAY);
    expect(run.result).toBe('late');
    expect(mails(run)).toBe(3);
  });

  it('that were sent are not sent again by a body that runs again, which sends the next', async () => {
    const run = await begun(async (it) => {
      const quote = await shop.quote({});
      const approval = daily(it);
      await it.waitFor('go');
      await shop.read({ quote });
      return approval;
    });
    await run.pass(2 * DAY + HOUR);
    expect(mails(run)).toBe(2);
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.progress.heals).toBe(1);
    expect(mails(run)).toBe(2);
    await run.pass(DAY);
    expect(mails(run)).toBe(3);
    expect(run.progress.steps.filter(({ status }) => status === 'paused')).toEqual([]);
  });

  it('one that was under way when the body was abandoned is brought to its end, once', async () => {
    const run = await begun(async (it) => {
      const quote = await shop.quote({});
      const approval = daily(it);
      await it.waitFor('go');
      await shop.read({ quote });
      return approval;
    });
    run.sdk.nowMs += DAY;
    await run.work(({ name }) => name === 'shop.mail');
    void run.sdk.update('answer', { name: 'go', value: 1 });
    await run.work(({ name }) => {
      if (name === 'shop.read') run.outside.flush();
      return name === 'shop.mail';
    });
    const before = run.sdk.commands.lastIndexOf('shop.read');
    await run.work();
    // For the next one: that which is due needs none.
    expect(run.sdk.commands.slice(before).filter((name) => name === 'timer')).toHaveLength(1);
    expect(run.progress).toMatchObject({ heals: 1, waits: [{ name: 'approval', reminders: 1 }] });
    expect(mails(run)).toBe(1);
  });

  it('of another execution count from when it was first asked, and none is made up for', async () => {
    const outside = new Outside(steps);
    await begun((it) => daily(it, { timeout: '90 days' }), outside);
    const second = new TestRun(outside, (it) => daily(it, { timeout: '90 days' }));
    second.sdk.nowMs += 10 * DAY + 12 * HOUR;
    await second.work();
    expect(mails(second)).toBe(0);
    await second.pass(12 * HOUR);
    expect(mails(second)).toBe(1);
    expect(second.row('shop.mail [reminder 11]').status).toBe('done');
  });

  it('one that fails for good waits for a person, who is no longer needed once the answer is there', async () => {
    const run = await begun(daily);
    run.sdk.nowMs += DAY;
    await run.work((activity) => {
      if (activity.name === 'shop.mail') run.outside.exhaust(run.sdk, activity);
      return activity.name === 'shop.mail';
    });
    expect(run.progress).toMatchObject({ status: 'paused', waitingFor: ['approval'] });
    await run.tell('answer', { name: 'approval', value: { ok: false } });
    expect(run.result).toMatchObject({ ok: false });
    expect(run.row('shop.mail [reminder 1]').status).toBe('cancelled');
  });

  it('one that throws ends the wait with what it threw, unless it catches that itself', async () => {
    const broken = (): Promise<unknown> => Promise.reject(new Error('no address'));
    const loud = await begun((it) =>
      daily(it, { remind: { every: '1 day', run: broken } }).catch((error: Error) => error.message),
    );
    await loud.pass(DAY);
    expect(loud.result).toBe('no address');
    const quiet = await begun((it) => daily(it, { remind: { every: '1 day', run: () => broken().catch(() => 0) } }));
    await quiet.pass(4 * DAY);
    expect(quiet.result).toBe('late');
  });

  it('one under way is cancelled when the answer comes, and what the body does next waits for its end', async () => {
    const run = await begun(daily);
    run.sdk.nowMs += DAY;
    await run.work(({ name }) => name === 'shop.mail');
    void run.sdk.update('answer', { name: 'approval', value: { ok: true } });
    await run.work(({ name }) => name === 'shop.mail');
    expect(run.result).toMatchObject({ ok: true });
    expect(run.row('shop.mail [reminder 1]').status).toBe('cancelled');
  });

  it('one that tidies up when it is cancelled has done so before the body goes on', async () => {
    const told: string[] = [];
    const remind = async (): Promise<void> => {
      try {
        await shop.mail({ text: 'please' });
      } finally {
        for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve();
        told.push('tidied up');
      }
    };
    const run = await begun(async (it) => {
      await daily(it, { remind: { every: '1 day', run: remind } });
      told.push('goes on');
    });
    run.sdk.nowMs += DAY;
    await run.work(({ name }) => name === 'shop.mail');
    void run.sdk.update('answer', { name: 'approval', value: { ok: true } });
    await run.work(({ name }) => name === 'shop.mail');
    expect(told).toEqual(['tidied up', 'goes on']);
  });

  it('come at most 365 times, and at most once a minute', async () => {
    const run = await begun((it) => it.waitFor('go', { remind: { every: '1 minute', run: () => shop.mail({}) } }));
    await run.pass(DAY);
    expect(mails(run)).toBe(365);
    expect(run.progress.status).toBe('waiting');
    const often = await begun((it) => it.waitFor('go', { remind: { every: '1 second', run: () => shop.mail({}) } }));
    expect(often.ended).toMatchObject({
      error: { type: 'OptionInvalid', message: expect.stringMatching(/at least a minute/) },
    });
  });
});
