/** What `watch` tells of a run: each change once. */
import { TemporalUnreachable } from '../../client/errors';
import type { RunEvent } from '../../client/events';
import type { PendingStep } from '../../client/pending';
import { baseName, Seen, watchRun } from '../../client/watch';
import type { RunProgress } from '../../workflows/kit';
import { FakeTemporal, row, saying } from './fakeTemporal';
import { pendingOf } from './rows';

const told = (events: Iterable<RunEvent>): object[] => [...events].map(({ at: _at, ...event }) => event);
const stepsOf = (now: RunProgress, pending: PendingStep[] = [], seen = new Seen('r')): object[] =>
  told(seen.progress(now, pending)).filter((event) => 'step' in event);
const at = '2026-01-01T00:00:00.000Z';

it('tells each execution once, and each message until something else was said', () => {
  const seen = new Seen('r');
  expect([...seen.started('e1', at, 'order')]).toEqual([{ event: 'started', id: 'r', at, type: 'order', runId: 'e1' }]);
  expect([...seen.started('e1', at, 'order')]).toEqual([]);
  expect([...seen.started('e2', at, 'order')]).toHaveLength(1);
  expect(told(seen.message('away'))).toEqual([{ event: 'message', id: 'r', text: 'away' }]);
  expect(told(seen.message('away'))).toEqual([]);
  void [...seen.progress(saying('running'), [])];
  expect(told(seen.message('away'))).toHaveLength(1);
});

it('tells a row again only when something of it is another', () => {
  const seen = new Seen('r');
  const running = row('shop.pay', 'running');
  expect(stepsOf(saying('running', { steps: [running] }), [], seen)).toStrictEqual([
    { event: 'step', id: 'r', step: 'shop.pay', status: 'running', attempt: 1, startedAt: at },
  ]);
  expect(stepsOf(saying('running', { steps: [running] }), [], seen)).toEqual([]);
  const done = row('shop.pay', 'done', { endedAt: at, bytes: 5, message: 'well' });
  expect(stepsOf(saying('running', { steps: [done] }), [], seen)).toStrictEqual([
    {
      event: 'step',
      id: 'r',
      step: 'shop.pay',
      status: 'done',
      attempt: 1,
      startedAt: at,
      endedAt: at,
      bytes: 5,
      message: 'well',
    },
  ]);
});

it('a row that runs has the attempts, the failures and the items of what works for it', () => {
  const items = { total: 10, ok: 3, failed: 1, skipped: 1, cached: 2 };
  const steps = [row('shop.pay', 'running', { items })];
  const mine = { name: 'shop.pay', phase: 'running' };
  const pending = [
    pendingOf({ ...mine, attempt: 2, done: 2 }),
    pendingOf({ ...mine, attempt: 3, done: 1, lastFailure: 'declined' }),
    pendingOf({ name: 'shop.mail', attempt: 9, done: 9, lastFailure: 'other' }),
  ];
  const shown = { total: 10, done: 8, failed: 1, cached: 2 };
  expect(stepsOf(saying('running', { steps }), pending)).toMatchObject([
    { attempt: 3, message: 'declined', items: shown },
  ]);
  expect(stepsOf(saying('running', { steps }), [pendingOf({ ...mine, done: 99 })])).toMatchObject([
    { items: { done: 10 } },
  ]);
  const done = [row('shop.pay', 'done', { items })];
  expect(stepsOf(saying('running', { steps: done }), pending)).toMatchObject([{ attempt: 1, items: { done: 5 } }]);
});

it('an activity that no worker has begun belongs to every call of its step, one under way to its own', () => {
  const steps = [row('shop.pay [a]', 'running'), row('shop.pay [b]', 'running')];
  const attempts = (pending: PendingStep): unknown[] =>
    stepsOf(saying('running', { steps }), [pending]).map((event) => (event as { attempt: number }).attempt);
  const { phase: _phase, ...waiting } = pendingOf({ name: 'shop.pay', attempt: 2 });
  expect(attempts(waiting)).toEqual([2, 2]);
  expect(attempts(pendingOf({ name: 'shop.pay', call: 'shop.pay [b]', attempt: 2 }))).toEqual([1, 2]);
});

it('tells each heal, and a pause when it comes to that', () => {
  const seen = new Seen('r');
  const paused = saying('paused', {
    steps: [row('a'), row('b', 'paused', { message: 'why', effect: 'begun' }), row('c', 'paused')],
    waitingFor: ['go'],
    waits: [{ name: 'go', since: at }],
    heals: 1,
    strikes: { a: 1 },
  });
  const others = (now: RunProgress): object[] => told(seen.progress(now, [])).filter((event) => !('step' in event));
  expect(others(paused)).toStrictEqual([
    { event: 'healed', id: 'r', heals: 1, strikes: { a: 1 } },
    {
      event: 'paused',
      id: 'r',
      steps: [
        { step: 'b', message: 'why', effect: 'begun' },
        { step: 'c', message: '' },
      ],
      waitingFor: ['go'],
      waits: [{ name: 'go', since: at }],
    },
  ]);
  expect(others(paused)).toEqual([]);
  expect(others({ ...paused, status: 'running' })).toEqual([]);
  expect(others({ ...paused, status: 'waiting' })).toMatchObject([{ event: 'paused' }]);
});

it.each(['cancelling', 'undoing'] as const)('tells once that it is %s, and why', (status) => {
  const seen = new Seen('r');
  const text = `${status}: what has an undo comes to its end and is undone`;
  expect(told(seen.progress(saying(status, { error: 'no funds' }), []))).toEqual([
    { event: 'message', id: 'r', text: `${text} (no funds)` },
  ]);
  expect(told(seen.progress(saying(status), []))).toEqual([]);
  expect(told(new Seen('r').progress(saying(status), []))).toMatchObject([{ text }]);
});

it('tells trouble when it is another, and again when it was tried twice as often, or anew', () => {
  const seen = new Seen('r');
  const trouble = { kind: 'task fails', attempt: 2, cause: 'a', remedy: 'Mend it.' } as const;
  const isTold = (more: object): boolean => [...seen.trouble({ ...trouble, ...more })].length === 1;
  expect(told(seen.trouble(trouble))).toEqual([
    { event: 'message', id: 'r', text: 'its workflow task fails (attempt 2): a. Mend it.', trouble },
  ]);
  const tried: [object, boolean][] = [
    [{}, false],
    [{ attempt: 3 }, false],
    [{ attempt: 4 }, true],
    [{ attempt: 5 }, false],
    [{ attempt: 1 }, true],
    [{ cause: 'b', attempt: 1 }, true],
    [{ cause: 'b', kind: 'kit fails', attempt: 1 }, true],
  ];
  for (const [more, is] of tried) expect([more, isTold(more)]).toEqual([more, is]);
  expect([...seen.trouble(undefined)]).toEqual([]);
  expect(isTold({ cause: 'b', kind: 'kit fails', attempt: 1 })).toBe(true);
});

it('tells the end with what is known of it, and nothing else', () => {
  const seen = new Seen('r');
  const counts = { total: 1, ok: 1, failed: 0, skipped: 0 };
  const end = (outcome: Parameters<Seen['finished']>[0]): object[] => told([seen.finished(outcome)]);
  expect(end({ status: 'ok', files: [] })).toStrictEqual([{ event: 'finished', id: 'r', status: 'ok', files: [] }]);
  expect(end({ status: 'ok', files: [], result: 7, inputs: counts })).toStrictEqual([
    { event: 'finished', id: 'r', status: 'ok', files: [], result: 7, inputs: counts },
  ]);
  expect(end({ status: 'failed', files: [], error: 'why' })).toStrictEqual([
    { event: 'finished', id: 'r', status: 'failed', files: [], error: 'why' },
  ]);
  expect(end({ status: 'failed', files: [], error: 'why', errorType: 'Type' })).toMatchObject([{ errorType: 'Type' }]);
});

it.each([
  ['shop.pay', 'shop.pay'],
  ['shop.pay #2', 'shop.pay'],
  ['shop.pay [day 3]', 'shop.pay'],
  ['shop.pay [day 3] #2', 'shop.pay'],
  ['shop.pay [a #1\nb] #2', 'shop.pay'],
])('the step of %j is %s', (call, step) => {
  expect(baseName(call)).toBe(step);
});

describe('a run that is watched', () => {
  const all = async (temporal: FakeTemporal, signal?: AbortSignal): Promise<string[]> => {
    const events: string[] = [];
    const outcome = () => Promise.resolve({ status: 'failed', files: [] } as const);
    for await (const event of watchRun(temporal.link, 'r', outcome, signal ? { signal } : {})) {
      events.push(event.event === 'step' ? `${event.step} ${event.status}` : event.event);
      if (event.event === 'paused') temporal.at('r').status = 'FAILED';
    }
    return events;
  };
  it('is told from its start to its end, of one that has ended what it says last', async () => {
    const progress = saying('paused', { steps: [row('shop.pay', 'paused')] });
    expect(await all(new FakeTemporal({ id: 'r', progress }))).toEqual([
      'started',
      'shop.pay paused',
      'paused',
      'finished',
    ]);
    expect(await all(new FakeTemporal({ id: 'r', status: 'COMPLETED', progress: saying('ok') }))).toEqual([
      'started',
      'finished',
    ]);
  });

  it('is told of no more once the signal is given', async () => {
    expect(await all(new FakeTemporal({ id: 'r' }), AbortSignal.abort())).toEqual([]);
  });

  it('is waited for a minute while Temporal is away, and told again when it is back', async () => {
    let nowMs = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    try {
      const temporal = new FakeTemporal({ id: 'r', progress: saying('running') });
      const away = new TemporalUnreachable('here', new Error('no route'));
      const outcome = () => Promise.reject(new Error('it has not ended'));
      const events = watchRun(temporal.link, 'r', outcome, {});
      const next = async (): Promise<unknown> => ((await events.next()).value as { text?: string } | undefined)?.text;
      await events.next();
      temporal.breaks = away;
      expect(await next()).toBe('Temporal does not answer; trying again');
      nowMs = 60_000;
      temporal.breaks = undefined;
      expect(await next()).toBe('Temporal answers again');
      nowMs = 200_000;
      temporal.breaks = away;
      expect(await next()).toBe('Temporal does not answer; trying again');
      nowMs = 260_001;
      await expect(events.next()).rejects.toBe(away);
    } finally {
      clock.mockRestore();
    }
  });

  it('that nobody knows is an error', async () => {
    await expect(all(new FakeTemporal())).rejects.toThrow(/knows no run r/);
  });
});
