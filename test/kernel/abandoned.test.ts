/** Bodies that are abandoned while something of theirs is under way, above all an effect. On a virtual clock. */
import { runOf } from './run';
import { steps as callsOf } from '../../workflows/kit';
import type { Run } from '../../workflows/kit';
import type { TestRun } from './run';
import { order, shop, steps } from './shop';
import type { Scheduled } from '../../testing/memory/virtual';

describe('a body that is abandoned while', () => {
  /** `round` tells a body which time it runs; the first `mail` finds its quote lost when `harm` has been done. */
  const abandoned = (
    body: (round: number, mail: () => Promise<unknown>, run: Run<unknown>) => Promise<unknown>,
  ): TestRun => {
    let round = 0;
    return runOf(steps(), async (run) => {
      round += 1;
      const q = await shop.quote({});
      return body(round, () => shop.mail({ q }), run);
    });
  };

  it('a call of it is held does not make that call', async () => {
    const run = abandoned(async (_round, mail) => {
      const late = async (): Promise<unknown> => {
        await shop.quote({ other: true });
        return shop.mail({ held: true });
      };
      await Promise.all([mail(), late()]);
    });
    const told = ({ args: [input] }: Scheduled): string => JSON.stringify(input);
    await run.work((activity) => activity.name === 'shop.mail' || told(activity).includes('other'));
    void run.sdk.update('pauseRun', { reason: 'lunch' });
    await run.work((activity) => activity.name === 'shop.mail');
    run.outside.loseBlobs();
    await run.work();
    expect(run.progress).toMatchObject({ heals: 1, heldFor: 'lunch' });
    await run.tell('resumeRun');
    expect(run.result).toBeUndefined();
    expect(run.sdk.commands.filter((name) => name === 'shop.mail')).toHaveLength(3);
  });

  describe('it waits for something of its own', () => {
    const maps = callsOf('shop') as unknown as { quote: { map: (items: object[]) => Promise<unknown> } };
    /** What the first body does `late`: when it has been abandoned, and what it waited for has come. */
    const waiting = async (late: (run: Run<unknown>) => Promise<unknown>) => {
      let goOn = (): void => undefined;
      const own = new Promise<void>((resolve) => (goOn = resolve));
      const run = abandoned(async (round, mail, it) => {
        const rest = round === 1 ? own.then(() => late(it)) : it.waitFor('go on');
        await Promise.all([mail(), rest]);
      });
      await run.work(({ name }) => name === 'shop.mail');
      run.outside.loseBlobs();
      await run.work();
      const before = run.sdk.commands.length;
      goOn();
      await run.work();
      return { progress: run.progress, commands: run.sdk.commands.slice(before) };
    };

    it.each<[string, (run: Run<unknown>) => Promise<unknown>]>([
      ['a step', () => shop.charge({ amount: 1 })],
      ['a map', () => maps.quote.map([{ a: 1 }])],
      ['a list', (it) => it.list([1, 2])],
      ['a child', (it) => it.child('invoice', {})],
      ['a question', (it) => it.waitFor('late')],
      ['what it would remember', (it) => it.once('late', () => Promise.resolve(1))],
      ['a long sleep', (it) => it.sleep('1 day')],
      ['a sleep until some time', (it) => it.sleepUntil(new Date(Date.UTC(2026, 0, 3)))],
    ])('and asks then for %s: nothing is begun, shown or remembered', async (_what, late) => {
      const had: unknown[] = [];
      const { progress, commands } = await waiting(async (it) => had.push(await late(it)));
      const { steps: rows, waits, heals } = progress;
      expect({ heals, rows: rows.map(({ name }) => name), waits: waits.map(({ name }) => name) }).toEqual({
        heals: 1,
        rows: ['shop.quote', 'shop.mail'],
        waits: ['go on'],
      });
      expect([commands, had]).toEqual([[], []]);
    });
  });

  it('one of its calls is under way hears nothing of its end', async () => {
    const heard: number[] = [];
    const run = abandoned(async (round, mail) => {
      const charging = shop.charge({ amount: 1 }).then(() => heard.push(round));
      await Promise.all([charging, mail()]);
    });
    const late: Scheduled[] = [];
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.loseBlobs();
      late.push(activity);
      return true;
    });
    for (const activity of late) run.outside.answer(run.sdk, activity);
    await run.work();
    expect(heard).toEqual([2]);
  });

  it('an effect is under way leaves its answer to the next', async () => {
    const run = abandoned(async (round, mail) => {
      await Promise.all([shop.charge({ amount: round }), mail()]);
    });
    const late: Scheduled[] = [];
    await run.work((activity) => {
      if (activity.name !== 'shop.charge') return false;
      run.outside.loseBlobs();
      late.push(activity);
      return true;
    });
    for (const activity of late) run.outside.answer(run.sdk, activity);
    await run.work();
    expect(run.row('shop.charge')).toMatchObject({ status: 'paused', runs: 0 });
    expect(run.row('shop.charge').message).toMatch(/Done: \{"amount":1\}\. Now: \{"amount":2\}/);
  });

  it('a call waits because of another answer needs nobody for that call any more', async () => {
    let losses = 0;
    const run = abandoned(async (round, mail) => {
      await Promise.all([shop.charge({ amount: round === 2 ? 2 : 1 }), mail()]);
    });
    await run.work((activity) => {
      if (activity.name === 'shop.mail' && losses < 2) {
        losses += 1;
        run.outside.loseBlobs();
      }
      return false;
    });
    expect(run.progress.heals).toBe(2);
    expect(run.result).toBeUndefined();
    expect(run.outside.done).toHaveLength(1);
  });

  it('a call that a person wanted made could not begin, that person is not asked again', async () => {
    const run = runOf(steps(2), order);
    await run.work();
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: true });
    void run.sdk.update('retryStep', { step: 'shop.charge' });
    let lost = false;
    await run.work((activity) => {
      if (activity.name === 'shop.charge' && !lost) {
        lost = true;
        run.outside.loseBlobs();
      }
      return false;
    });
    expect(run.progress.heals).toBe(2);
    expect(run.result).toBe(2);
  });

  it('a call is made that a person wanted made asks that person no second time', async () => {
    const run = abandoned(async (round, mail) => {
      await Promise.all([shop.charge({ amount: round === 1 ? 1 : 2 }), mail()]);
    });
    let losses = 0;
    const losing = (activity: Scheduled): boolean => {
      if (activity.name !== 'shop.mail' || losses >= 2) return false;
      losses += 1;
      run.outside.flush();
      return false;
    };
    await run.work(losing);
    losses = 1;
    expect(run.row('shop.charge').status).toBe('paused');
    void run.sdk.update('retryStep', { step: 'shop.charge' });
    await run.work((activity) => activity.name === 'shop.charge' || losing(activity));
    await run.work();
    expect(run.result).toBeUndefined();
  });
});

describe('an effect that was begun and not answered', () => {
  /** Its worker died after charging, then everything in Redis was lost. */
  async function begunAndFlushed(): Promise<TestRun> {
    const run = runOf(steps(), order);
    await run.work((activity) => {
      if (activity.name !== 'shop.charge' || activity.notes['begun'] === true) return false;
      run.outside.die(activity);
      run.outside.flush();
      return false;
    });
    return run;
  }

  it('pauses a call with another input, and says that nobody knows its end', async () => {
    const run = await begunAndFlushed();
    expect(run.outside.done).toHaveLength(1);
    expect(run.row('shop.charge')).toMatchObject({ status: 'paused', runs: 0, effect: 'begun' });
    expect(run.row('shop.charge').message).toMatch(
      /^shop.charge may have been done .*nobody knows its end.*retry it.* Begun: .*Now: /,
    );
  });

  it('retry makes the call, skip ends it with its declared output', async () => {
    const made = await begunAndFlushed();
    await made.tell('retryStep', { step: 'shop.charge' });
    await made.tell('answer', { name: 'go', value: 1 });
    expect(made.outside.done).toHaveLength(2);
    const skipped = await begunAndFlushed();
    await skipped.tell('skipStep', { step: 'shop.charge', reason: 'it was charged' });
    await skipped.tell('answer', { name: 'go', value: 1 });
    expect(skipped.outside.done).toHaveLength(1);
    expect([made.result, skipped.result]).toEqual([2, 0]);
  });

  it('is the same call with the same input: no person is needed', async () => {
    const run = runOf(steps(), async () => {
      const q = await shop.quote({});
      return Promise.all([shop.charge({ amount: 1 }), shop.mail({ q })]);
    });
    let exhausted = false;
    await run.work((activity) => {
      if (activity.name !== 'shop.charge' || exhausted) return false;
      exhausted = true;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      run.outside.flush();
      return true;
    });
    expect(run.progress.heals).toBe(1);
    expect(run.result).toEqual([{ id: 2 }, true]);
    expect([run.outside.done.length, run.outside.keysOf('shop.charge').size]).toEqual([2, 1]);
  });

  it('pauses no other call once a person has looked after it', async () => {
    let round = 0;
    const run = runOf(steps(), async () => {
      round += 1;
      const amounts = [10 * round, 10 * round + 1];
      const q = await shop.quote({});
      await Promise.all([shop.charge({ amount: amounts[0] }), shop.mail({ q })]);
      return shop.charge({ amount: amounts[1] });
    });
    let exhausted = false;
    await run.work((activity) => {
      if (activity.name !== 'shop.charge' || exhausted) return false;
      exhausted = true;
      run.outside.die(activity);
      run.outside.exhaust(run.sdk, activity);
      run.outside.flush();
      return true;
    });
    expect(run.row('shop.charge').message).toMatch(/ Begun: /);
    await run.tell('retryStep', { step: 'shop.charge' });
    expect(run.result).toEqual({ id: 3 });
  });
});
