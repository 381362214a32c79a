import { Ends } from '../../../../activities/kit';
import type { ReleaseReply, ReleaseRequest, RunStore } from '../../../../redis';
import { FakeClock, settled } from '../../../redis/fakeClock';

const request: ReleaseRequest = { step: 'report.claims', hash: 'h1', owner: 'a1', outcome: 'clean' };
const unknown: ReleaseReply = { word: 'unknown', cause: new Error('away') };

/** A run whose Redis is away until `back`. */
function scene() {
  const clock = new FakeClock();
  const state = { away: true, asked: 0, told: [] as ReleaseRequest[] };
  const release = (told: ReleaseRequest): Promise<ReleaseReply> => {
    state.asked += 1;
    if (state.away) return Promise.resolve(unknown);
    state.told.push(told);
    return Promise.resolve({ word: 'none' });
  };
  return { clock, state, store: { clock, release } as unknown as RunStore };
}

test('an end that Redis did not hear is told when it is back, once', async () => {
  const { clock, state, store } = scene();
  expect(await new Ends().tell(store, request)).toEqual(unknown);
  await clock.advance(60_000);
  expect(state.told).toEqual([]);
  state.away = false;
  await clock.advance(60_000);
  expect(state.told).toEqual([request]);
  expect(clock.pendingTimers).toBe(0);
});

test('an end that was heard is not told again', async () => {
  const { clock, state, store } = scene();
  state.away = false;
  expect(await new Ends().tell(store, request)).toEqual({ word: 'none' });
  expect(clock.pendingTimers).toBe(0);
  expect(state.told).toEqual([request]);
});

test('telling ends: after ten minutes, and with the process', async () => {
  const { clock, state, store } = scene();
  const ends = new Ends();
  await ends.tell(store, request);
  await clock.advance(700_000);
  expect(clock.pendingTimers).toBe(0);
  await ends.tell(store, request);
  ends.close();
  await settled();
  const { asked } = state;
  await clock.advance(60_000);
  expect([clock.pendingTimers, state.asked]).toEqual([0, asked]);
});

test('of more than a thousand untold ends the oldest is left', async () => {
  const { clock, state, store } = scene();
  const ends = new Ends();
  for (let i = 0; i <= 1000; i++) await ends.tell(store, { ...request, owner: `a${i}` });
  state.away = false;
  await clock.advance(60_000);
  const owners = state.told.map(({ owner }) => owner);
  expect(owners).toHaveLength(1000);
  expect(owners).not.toContain('a0');
});
