/** Questions to people: what answers them, how long they wait, and who is reminded. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { z } from 'zod';
import { steps as callsOf } from '../../workflows/kit';
import { Outside } from './outside';
import type { FakeStep } from './outside';
import { runOf, TestRun } from './run';
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

describe('an answer', () => {
  const asking: Body = (it) => it.waitFor('approval', Approval);

  it('that the schema does not take is refused in the words of people, and the run goes on waiting', async () => {
    const run = await begun(asking);
    expect(await run.tell('answer', { name: 'approval', value: { ok: 'yes' } })).toBe(
      "'approval' takes no such answer: ok: Invalid input: expected boolean, received string",
    );
    expect(run.progress).toMatchObject({ status: 'waiting', waitingFor: ['approval'] });
    expect(await run.tell('answer', { name: 'approval', value: { ok: true } })).toBeUndefined();
    expect(run.result).toEqual({ ok: true, by: 'nobody' });
  });

  it('that comes right behind another finds nothing that waits', async () => {
    const run = await begun(asking);
    const answer = (by: string) => run.sdk.update('answer', { name: 'approval', value: { ok: true, by } });
    const first = answer('1');
    await expect(answer('2')).rejects.toThrow("nothing waits for 'approval'; waiting: none");
    await run.work();
    await first;
    expect(run.result).toEqual({ ok: true, by: '1' });
  });

  it('of which the schema makes more than may travel, or no JSON, is refused too', async () => {
    const long = z.string().transform((text) => text.repeat(10_000));
    const run = await begun((it) => it.waitFor('long', long));
    expect(await run.tell('answer', { name: 'long', value: 'abc' })).toMatch(/no JSON of at most 16384 bytes/);
    const odd = await begun((it) => it.waitFor('odd', z.number().transform(() => (): void => undefined) as never));
    expect(await odd.tell('answer', { name: 'odd', value: 1 })).toMatch(/no JSON/);
  });

  it('that was given holds whatever the schema of a later release takes', async () => {
    const outside = new Outside(steps);
    const first = await begun(asking, outside);
    await first.tell('answer', { name: 'approval', value: { ok: true, by: 'Ann' } });
    const Strict = z.object({ signature: z.string() });
    const second = await begun((it) => it.waitFor('approval', Strict), outside);
    expect(second.result).toEqual({ ok: true, by: 'Ann' });
  });

  it('replayed under a stricter schema, is not checked again and ends the wait', async () => {
    const run = await begun((it) => it.waitFor('approval', z.object({ signature: z.string() })));
    // On replay a message that was accepted comes without its check.
    await run.sdk.replay('answer', { name: 'approval', value: { ok: true } });
    await run.work();
    expect(run.result).toEqual({ ok: true });
  });

  it('is asked of a schema that throws without harm to the run', async () => {
    const broken = z.string().refine(() => {
      throw new Error('a mistake of the author');
    });
    const run = await begun((it) => it.waitFor('go', broken));
    expect(await run.tell('answer', { name: 'go', value: 'x' })).toMatch(/a mistake of the author/);
    expect(run.progress.status).toBe('waiting');
  });
});

describe('a wait', () => {
  it('without a time limit lasts a year, costs no active time, and its state is kept alive by one activity', async () => {
    const run = await begun(async (it) => {
      const quote = await shop.quote({});
      await it.waitFor('go');
      return shop.read({ quote });
    });
    await run.pass(365 * DAY);
    expect(run.progress).toMatchObject({ status: 'waiting', activeMs: 0 });
    expect(run.sdk.timers).toBe(0);
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.result).toBe(1);
    expect(run.sdk.commands.filter((name) => name === 'kit.keepAlive')).toHaveLength(1);
  });

  it('of 90 days ends with its value then, and not an hour before', async () => {
    const run = await begun((it) => it.waitFor('approval', Approval, { timeout: '90 days', onTimeout: 'nobody came' }));
    await run.pass(90 * DAY - HOUR);
    expect(run.progress.waits).toEqual([
      { name: 'approval', since: '2026-01-01T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z' },
    ]);
    expect(run.sdk.details).toContain('`approval` (until 2026-04-01T00:00:00.000Z)');
    await run.pass(HOUR);
    expect(run.result).toBe('nobody came');
    expect(run.progress.waits).toEqual([]);
  });

  it('that nobody answered keeps its value for every later body and execution', async () => {
    const outside = new Outside(steps);
    const body: Body = (it) => it.waitFor('go', { timeout: '1 hour', onTimeout: null });
    const first = await begun(body, outside);
    await first.pass(HOUR);
    expect(first.result).toBeNull();
    expect((await begun(body, outside)).result).toBeNull();
  });

  it('with no value for its time limit ends the run there', async () => {
    const run = await begun((it) => it.waitFor('go', { timeout: '1h' }));
    await run.pass(2 * HOUR);
    expect(() => run.result).toThrow(/nobody answered "go" within 1h/);
  });

  it.each([['soon'], ['400 days'], [0], [Number.NaN]])(
    'with a time limit of %s ends the run, and says what it may be',
    async (timeout) => {
      const run = await begun((it) => it.waitFor('go', { timeout: timeout as '1 hour' }));
      expect(run.ended).toMatchObject({
        error: { type: 'OptionInvalid', message: expect.stringMatching(/such as '1 day'/) },
      });
    },
  );

  it('is not asked anew by a body that runs again, and its deadline stays', async () => {
    const run = await begun(async (it) => {
      const quote = await shop.quote({});
      const timed = it.waitFor('slow', { timeout: '10 hours', onTimeout: 'late' });
      await it.waitFor('go');
      await shop.read({ quote });
      return timed;
    });
    await run.pass(6 * HOUR);
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.progress).toMatchObject({ heals: 1, waitingFor: ['slow'] });
    await run.pass(4 * HOUR);
    expect(run.result).toBe('late');
  });

  it('goes on in another execution with the deadline that it had; once that is over it is asked anew', async () => {
    const outside = new Outside(steps);
    const body: Body = (it) => it.waitFor('go', { timeout: '10 hours' });
    await begun(body, outside);
    const at = async (hours: number): Promise<string | undefined> => {
      const run = new TestRun(outside, body);
      run.sdk.nowMs += hours * HOUR;
      await run.work();
      return run.progress.waits[0]?.until;
    };
    expect(await at(4)).toBe('2026-01-01T10:00:00.000Z');
    expect(await at(12)).toBe('2026-01-01T22:00:00.000Z');
  });

  it('ends with the run when that is cancelled, and a scope of the body that is cancelled ends one wait only', async () => {
    const run = await begun((it) => it.waitFor('go'));
    run.sdk.cancel();
    await run.work();
    expect(run.progress.status).toBe('cancelled');
    const scoped: TestRun = runOf(steps, async (it) => {
      const scope = scoped.sdk.scope();
      const first = scope.run(() => it.waitFor('go')).catch(() => 'cancelled');
      scope.cancel();
      return [await first, await it.waitFor('go')];
    });
    await scoped.work();
    await scoped.tell('answer', { name: 'go', value: 'yes' });
    expect(scoped.result).toEqual(['cancelled', 'yes']);
  });
});
