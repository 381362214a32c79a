/**
 * Random calls of several attempts against real Redis and against a model of a few lines. Goal: no sequence of begin,
 * record, commit, release, expiry and reset makes the scripts answer anything but what the contract says.
 */
import fc from 'fast-check';
import type { RunStore } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { beginRequest, commitRequest, newRun } from './requests';

const redis = useAnyRedis();
const step = 'report.claims';
const hash = 'h1';
const LIMIT = 3;

type Action =
  | { do: 'begin' | 'commit' | 'record' | 'renew'; attempt: number }
  | { do: 'release'; attempt: number; outcome: 'failed' | 'clean' }
  | { do: 'expire' | 'reset' };

/** Attempts 0 to 2 are one scope, ordered by their number; 3 is another execution. */
const attempts = 4;
const scopeOf = (attempt: number) => (attempt < 3 ? 'scope' : 'other');
const ownerOf = (attempt: number) => `a${attempt}`;

interface Model {
  holder?: { attempt: number; token: number; revoked: boolean };
  /** The last token each attempt was given. */
  tokens: number[];
  record?: { attempt: number; token: number };
  floored: boolean;
  /** The largest token at the last reset: failed items of it and of older ones are open again. */
  floorAbove: number;
  largest: number;
  failed: number;
  /** Without an end; alone: made as a suspect. */
  starts: { attempt: number; alone: boolean }[];
  item?: { outcome: string; attempt: number; token: number };
}

const one = fc.integer({ min: 0, max: attempts - 1 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('begin' as const), attempt: one }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('commit', 'record', 'renew'), attempt: one }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('release' as const),
      attempt: one,
      outcome: fc.constantFrom('failed', 'clean'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('expire', 'reset') }) },
);

test('40 random histories of four attempts answer as the contract says', async () => {
  const history = fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 20 }), async (actions) => {
    const run = newRun(redis.store);
    const model: Model = { tokens: [0, 0, 0, 0], floored: false, floorAbove: 0, largest: 0, failed: 0, starts: [] };
    for (const next of actions) await check(run, model, next);
    await run.dropAll();
  });
  const report = await fc.check(history, { numRuns: 40 });
  expect(fc.defaultReportMessage(report) ?? 'no counterexample').toBe('no counterexample');
});

async function check(run: RunStore, model: Model, next: Action): Promise<void> {
  switch (next.do) {
    case 'begin':
      return checkBegin(run, model, next.attempt);
    case 'commit':
      return checkCommit(run, model, next.attempt);
    case 'record':
      return checkRecord(run, model, next.attempt);
    case 'renew':
      return checkRenew(run, model, next.attempt);
    case 'release':
      return checkRelease(run, model, next.attempt, next.outcome);
    case 'expire':
      // The end of a lease or a kill: the key is gone, the start stays open.
      for (const key of await redis.keys()) if (key.endsWith(`:l:${step}:${hash}`)) await redis.raw.del(key);
      delete model.holder;
      return;
    case 'reset':
      await run.reset(step, { floor: true, clearStrikes: false });
      model.floored = true;
      model.floorAbove = model.largest;
      Object.assign(model, { failed: 0, starts: [] });
  }
}

function lockOf(model: Model, attempt: number) {
  return { step, hash, owner: ownerOf(attempt), token: model.tokens[attempt] ?? 0 };
}

function isCurrent(model: Model, attempt: number): boolean {
  return model.holder?.attempt === attempt && model.holder.token === model.tokens[attempt];
}

/** A reset put a floor above every token so far: that of the record, and that of the holder. */
function visibleRecord(model: Model) {
  return model.floored && (model.record?.token ?? 0) <= model.largest ? undefined : model.record;
}

async function checkBegin(run: RunStore, model: Model, attempt: number): Promise<void> {
  const limits = { maxFailures: LIMIT, maxDeaths: LIMIT };
  const request = { owner: ownerOf(attempt), scope: scopeOf(attempt), seq: attempt, ...limits, alone: true };
  const reply = await run.begin(beginRequest(request));
  const { holder } = model;
  const record = visibleRecord(model);
  const others = model.starts.filter((start) => start.attempt !== attempt);
  const counts = { failed: model.failed, deaths: others.length };
  const suspect = others.length >= 3;
  if (record) {
    expect(reply).toMatchObject({ word: 'committed', record: { owner: ownerOf(record.attempt), gen: record.token } });
  } else if (holder && holder.attempt !== attempt) {
    checkWaiting(holder, attempt, reply);
  } else if (holder?.revoked) {
    expect(reply).toEqual({ word: 'superseded' });
  } else if (holder && !model.floored) {
    expect(reply).toMatchObject({ word: 'acquired', token: holder.token, ...counts, suspect });
  } else if (!holder && (model.failed >= LIMIT || others.filter(({ alone }) => alone).length >= LIMIT)) {
    expect(reply).toEqual({ word: 'exhausted', ...counts });
  } else {
    const standing = holder && model.starts.find((start) => start.attempt === attempt);
    model.starts = [...others, standing ?? { attempt, alone: !holder && suspect }];
    expect(reply).toMatchObject({ word: 'acquired', ...counts, suspect });
    const { token } = reply as { token: number };
    expect(token).toBeGreaterThan(model.largest);
    Object.assign(model, { holder: { attempt, token, revoked: false }, largest: token });
    model.tokens[attempt] = token;
    delete model.record;
    model.floored = false;
  }
}

function checkWaiting(holder: NonNullable<Model['holder']>, attempt: number, reply: unknown): void {
  const sameScope = scopeOf(holder.attempt) === scopeOf(attempt);
  if (sameScope && attempt < holder.attempt) {
    expect(reply).toEqual({ word: 'superseded' });
    return;
  }
  holder.revoked ||= sameScope;
  expect(reply).toMatchObject({ word: 'busy', holder: ownerOf(holder.attempt), revoking: holder.revoked });
}

async function checkCommit(run: RunStore, model: Model, attempt: number): Promise<void> {
  const reply = await run.commit(commitRequest(lockOf(model, attempt)));
  const record = visibleRecord(model);
  const current = isCurrent(model, attempt);
  if (!record && !current) {
    expect(reply).toEqual({ word: 'lost' });
    return;
  }
  const token = model.tokens[attempt] ?? 0;
  const expected = record ?? { attempt, token };
  expect(reply).toMatchObject({ word: 'committed', record: { owner: ownerOf(expected.attempt), gen: expected.token } });
  if (current) delete model.holder;
  if (!record) Object.assign(model, { record: expected, failed: 0, starts: [] });
}

async function checkRecord(run: RunStore, model: Model, attempt: number): Promise<void> {
  const outcome = attempt % 2 === 0 ? 'failed' : 'ok';
  const reply = await run.record(lockOf(model, attempt), [{ key: 'c1', outcome, value: ownerOf(attempt) }]);
  expect(reply.word).toBe(isCurrent(model, attempt) ? 'ok' : 'lost');
  const token = model.tokens[attempt] ?? 0;
  const { item } = model;
  const overwrites = !item || (item.outcome !== 'ok' && (outcome === 'ok' || token > item.token));
  if (reply.word === 'ok' && overwrites) {
    model.item = { outcome, attempt, token };
    model.starts = model.starts.filter((start) => start.attempt === attempt);
  }
  const known = model.item && (model.item.outcome === 'ok' || model.item.token > model.floorAbove);
  const expected = known && { outcome: model.item?.outcome, value: ownerOf(model.item?.attempt ?? 0) };
  expect(await run.items(step, ['c1'])).toEqual([expected || null]);
}

async function checkRenew(run: RunStore, model: Model, attempt: number): Promise<void> {
  const replies = await run.renew([{ ...lockOf(model, attempt), leaseMs: 10_000 }]);
  const { holder } = model;
  if (!isCurrent(model, attempt)) {
    expect(replies).toEqual([{ word: 'lost', owner: holder ? ownerOf(holder.attempt) : '' }]);
  } else {
    expect(replies).toMatchObject([{ word: holder?.revoked ? 'revoked' : 'held' }]);
  }
}

async function checkRelease(run: RunStore, model: Model, attempt: number, outcome: 'failed' | 'clean'): Promise<void> {
  const reply = await run.release({ step, hash, owner: ownerOf(attempt), outcome });
  model.starts = model.starts.filter((start) => start.attempt !== attempt);
  if (model.holder?.attempt !== attempt) {
    expect(reply).toEqual({ word: 'none' });
    return;
  }
  delete model.holder;
  if (outcome === 'failed') model.failed += 1;
  expect(reply).toEqual({ word: 'released', failed: model.failed });
}
