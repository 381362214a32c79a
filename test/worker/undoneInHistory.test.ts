/** Which of the effects that were kept an execution undid, by the calls that its history tells of. */
import type { KeptEffect } from '../../activities/kit';
import { UndoneInHistory } from '../../worker/undoneInHistory';

const of = (order: number, step = 'shop.charge') => ({ step, input: { order } });
const kept = (order: number, over: Partial<KeptEffect> = {}): KeptEffect => ({
  ...of(order),
  answer: { output: order },
  ...over,
});
const refund = { step: 'shop.refund', input: { order: 2 } };

test('that of the same step and input, and no other', () => {
  const history = new UndoneInHistory();
  history.heard({ ...refund, undoes: of(2) }, true);
  const others = [kept(1), kept(2, { step: 'shop.ship' })];
  expect(history.over([...others, kept(2)])).toEqual([...others, kept(2, { undone: 'yes' })]);
});

test('those of one key are one effect, whatever their inputs', () => {
  const history = new UndoneInHistory();
  history.heard({ ...refund, undoes: of(2) }, true);
  const made = [kept(1, { key: 'k' }), kept(3, { key: 'other' }), kept(2, { key: 'k' })];
  expect(history.over(made)).toEqual([kept(3, { key: 'other' }), kept(2, { key: 'k', undone: 'yes' })]);
});

test('two of one step that were undone in the same instant are two', () => {
  const history = new UndoneInHistory();
  for (const order of [1, 2]) history.heard({ ...refund, undoes: { ...of(order), time: 7 } }, order === 1);
  expect(history.over([kept(1), kept(2)])).toEqual([kept(1, { undone: 'yes' }), kept(2, { undone: 'perhaps' })]);
});

test('perhaps, where not all that undoes it was answered; of a call that was tried again the last try counts', () => {
  const history = new UndoneInHistory();
  history.heard({ ...refund, undoes: of(2) }, false);
  history.heard({ step: 'shop.mail', input: {}, undoes: of(2) }, true);
  expect(history.over([kept(2)])).toEqual([kept(2, { undone: 'perhaps' })]);
  history.heard({ ...refund, undoes: of(2) }, true);
  expect(history.over([kept(2)])).toEqual([kept(2, { undone: 'yes' })]);
});

test('one that was undone before stays as it is, and one that nobody knew is told of', () => {
  const history = new UndoneInHistory();
  history.heard({ ...refund, undoes: of(2) }, true);
  const before = kept(2, { undone: 'perhaps' });
  expect(history.over([before])).toEqual([before, { ...of(2), undone: 'yes' }]);
});
