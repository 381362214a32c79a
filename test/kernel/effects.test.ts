/** Effects that the kernel keeps: the rules of docs/guarantees.md, case by case, on a virtual clock. */
import { runOf } from './run';
import type { Body, TestRun } from './run';
import { chargedAndFlushed, order, shop, steps } from './shop';

describe('an effect that was answered, when state is lost and an upstream answers differently', () => {
  it('pauses before it is scheduled, and names both inputs', async () => {
    const run = await chargedAndFlushed();
    expect(run.outside.done).toHaveLength(1);
    expect(run.row('shop.charge')).toMatchObject({ status: 'paused', runs: 0, effect: 'done' });
    const { message = '' } = run.row('shop.charge');
    expect(message.match(/\{"q":\{"\$ref":"[0-9a-f]{64}"\}\}/g)).toHaveLength(2);
    expect(message).toMatch(
      /^shop.charge has been done in this run with another input.* skip it .* retry it .*Done: .*Now: /,
    );
  });

  it('skip keeps the old answer, and no output for being skipped is needed', async () => {
    const run = await chargedAndFlushed();
    expect(await run.tell('skipStep', { step: 'shop.charge', reason: 'the charge is right' })).toBeUndefined();
    expect(run.result).toBe(1);
    expect(run.outside.done).toHaveLength(1);
    expect(run.row('shop.charge')).toMatchObject({ status: 'skipped', skippedFor: 'the charge is right' });
    expect(run.row('shop.charge')).not.toHaveProperty('effect');
  });

  it('retry makes it', async () => {
    const run = await chargedAndFlushed();
    await run.tell('retryStep', { step: 'shop.charge' });
    expect(run.result).toBe(2);
    expect(run.outside.keysOf('shop.charge').size).toBe(2);
  });

  it('a decision holds in later bodies too', async () => {
    for (const decide of ['skipStep', 'retryStep']) {
      const run = runOf(steps(2), async (it) => {
        const q = await shop.quote({ s: 'x' });
        const { id } = await shop.charge({ q });
        await it.waitFor('go');
        await shop.mail({ q, id });
        await it.waitFor('on');
        await shop.mail({ q, id, again: true });
        return id;
      });
      await run.work();
      run.outside.flush();
      await run.tell('answer', { name: 'go', value: true });
      await run.tell(decide, { step: 'shop.charge', ...(decide === 'skipStep' && { reason: 'it is right' }) });
      const charges = run.outside.done.length;
      run.outside.loseBlobs();
      await run.tell('answer', { name: 'on', value: true });
      expect(run.progress.heals).toBe(2);
      expect([run.result, run.outside.done.length]).toEqual([charges, charges]);
    }
  });
});

it('a call with the same input takes the kept answer without being scheduled', async () => {
  const run = await chargedAndFlushed(async (it) => {
    const { id } = await shop.charge({ amount: 5 });
    const q = await shop.quote({});
    await it.waitFor('go');
    await shop.mail({ q });
    return id;
  });
  expect(run.progress.heals).toBe(1);
  expect(run.result).toBe(1);
  expect(run.sdk.commands.filter((name) => name === 'shop.charge')).toHaveLength(1);
  expect(run.row('shop.charge')).toMatchObject({ status: 'done', runs: 0 });
});

it('a call with the same business key takes the kept answer, whatever else its input holds', async () => {
  const run = await chargedAndFlushed(async (it) => {
    const q = await shop.quote({});
    const { id } = await shop.keyed({ order: 7, q });
    await it.waitFor('go');
    await shop.mail({ q });
    return id;
  });
  expect(run.result).toBe(1);
  expect(run.outside.done).toHaveLength(1);
});

it('another business key is another effect, and pauses while the first has no call', async () => {
  let number = 6;
  const run = await chargedAndFlushed(async (it) => {
    const q = await shop.quote({});
    const { id } = await shop.keyed({ order: (number += 1), q });
    await it.waitFor('go');
    await shop.mail({ q });
    return id;
  });
  expect(run.row('shop.keyed').message).toMatch(/Done: .*\(key charge-7\)/);
  expect(run.outside.done).toHaveLength(1);
});

it('each answer belongs to one call: order and labels do not matter, a call beyond them is a new one', async () => {
  let round = 0;
  const run = await chargedAndFlushed(async (it) => {
    round += 1;
    const amounts = round === 1 ? [1, 2] : [3, 2, 1];
    const ids = await Promise.all(amounts.map(async (amount) => (await shop.charge({ amount })).id));
    const q = await shop.quote({});
    await it.waitFor('go');
    await shop.mail({ q });
    return ids;
  });
  expect(run.progress.heals).toBe(1);
  expect(run.result).toEqual([3, 2, 1]);
  expect(run.sdk.metrics).toEqual(['waiting']);
});

it('a call that is first in order, and matches none, waits only until the others have taken what is theirs', async () => {
  let round = 0;
  const run = await chargedAndFlushed(async (it) => {
    round += 1;
    const q = await shop.quote({});
    const later = async () => {
      await shop.mail({ late: true });
      return shop.charge({ amount: 1 });
    };
    const made = round === 1 ? [await later()] : await Promise.all([shop.charge({ amount: 9 }), later()]);
    await it.waitFor('go');
    await shop.mail({ q });
    return made.map(({ id }) => id);
  });
  expect(run.result).toEqual([2, 1]);
});

it('two answers, one of which a person gave to another call: its own call still finds it', async () => {
  let round = 0;
  const run = await chargedAndFlushed(async (it) => {
    round += 1;
    const q = await shop.quote({});
    const first = (await shop.charge({ amount: round === 1 ? 1 : 3 })).id;
    const second = (await shop.charge({ amount: round === 1 ? 2 : 1 })).id;
    await it.waitFor('go');
    await shop.mail({ q });
    return [first, second];
  });
  expect(run.row('shop.charge').message).toMatch(/Done: \{"amount":1\}/);
  await run.tell('skipStep', { step: 'shop.charge', reason: 'it is right' });
  expect(run.result).toEqual([1, 1]);
  expect(run.outside.done).toHaveLength(2);
});

it('an answer that a person gave to another call does not let a third be made in silence', async () => {
  let round = 0;
  const run = await chargedAndFlushed(async (it) => {
    round += 1;
    const q = await shop.quote({});
    const made = [(await shop.charge({ amount: 10 * round })).id];
    if (round > 1) made.push((await shop.charge({ amount: 10 * round + 1 })).id);
    await it.waitFor('go');
    await shop.mail({ q });
    return made;
  });
  await run.tell('skipStep', { step: 'shop.charge', reason: 'it is right' });
  expect(run.row('shop.charge #2').status).toBe('paused');
  expect(run.outside.done).toHaveLength(1);
});

it('nor in a later body', async () => {
  let round = 0;
  const run = await chargedAndFlushed(async (it) => {
    round += 1;
    const q = await shop.quote({});
    const made = [(await shop.charge({ amount: round === 1 ? 10 : 20 })).id];
    if (round > 2) made.push((await shop.charge({ amount: 30 })).id);
    await it.waitFor('go');
    await shop.mail({ q });
    await it.waitFor('on');
    await shop.mail({ q, again: true });
    return made;
  });
  await run.tell('skipStep', { step: 'shop.charge', reason: 'it is right' });
  run.outside.flush();
  await run.tell('answer', { name: 'on', value: true });
  expect(run.progress.heals).toBe(2);
  expect(run.row('shop.charge #2').status).toBe('paused');
  expect(run.outside.done).toHaveLength(1);
});

it('two calls with one input are two effects, and each gets its own answer again', async () => {
  const run = await chargedAndFlushed(async (it) => {
    // The guard answers both from one record; so do two bodies.
    const ids = [(await shop.charge({ amount: 1 })).id, (await shop.charge({ amount: 1 })).id];
    const q = await shop.quote({});
    await it.waitFor('go');
    await shop.mail({ q });
    return ids;
  });
  expect(run.result).toEqual([1, 1]);
  expect(run.outside.done).toHaveLength(1);
});

describe('what a person wants made again', () => {
  const paused: Body = async (it) => {
    const { id } = await shop.charge({ amount: 1 });
    await it.waitFor('go');
    return [id, await shop.mail({ id })];
  };
  /** Charged, and a later step waits for a person. */
  async function withPausedMail(): Promise<TestRun> {
    const run = runOf(steps(), paused);
    await run.work();
    void run.sdk.update('answer', { name: 'go', value: 1 });
    await run.work((activity) => {
      if (activity.name !== 'shop.mail') return false;
      run.outside.exhaust(run.sdk, activity);
      return true;
    });
    return run;
  }

  it('retry --from the effect itself forgets its answer, --from an earlier step does not', async () => {
    const own = await withPausedMail();
    await own.tell('retryStep', { step: 'shop.mail', from: 'shop.charge' });
    expect(own.result).toEqual([2, true]);
  });

  it('a plain retry of a later step keeps it', async () => {
    const run = await withPausedMail();
    await run.tell('retryStep', { step: 'shop.mail' });
    expect(run.result).toEqual([1, true]);
  });
});

it('where nobody watches, a conflict fails the run before anything is done', async () => {
  const run = runOf(steps(), order, { onFailure: 'fail' });
  await run.work();
  run.outside.flush();
  await run.tell('answer', { name: 'go', value: true });
  expect(run.ended).toMatchObject({ error: { type: 'EffectConflict' } });
  expect(run.row('shop.charge').status).toBe('failed');
  expect(run.outside.done).toHaveLength(1);
});
