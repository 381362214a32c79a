/** What the history of a closed execution tells of its effects. */
import { defaultDataConverter } from '@temporalio/common';
import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { EffectsInHistory } from '../../worker/keptEffects';
import type { HistoryEvent } from '../../worker/keptEffects';

const payloadsOf = (...values: unknown[]) => ({ payloads: toPayloads(defaultPayloadConverter, ...values) });

let lastId = 0;
/** An event as it is on the wire. */
function event(fields: object): HistoryEvent {
  lastId += 1;
  return { eventId: lastId, ...fields } as unknown as HistoryEvent;
}
const scheduled = (name: string, input: unknown, options: object = {}): HistoryEvent =>
  event({ activityTaskScheduledEventAttributes: { activityType: { name }, input: payloadsOf(input, options) } });
const completed = ({ eventId }: HistoryEvent, result: unknown): HistoryEvent =>
  event({ activityTaskCompletedEventAttributes: { scheduledEventId: eventId, result: payloadsOf(result) } });
function failed({ eventId }: HistoryEvent, ...details: unknown[]): HistoryEvent {
  const failure = ApplicationFailure.create({ message: 'no', type: 'StepExhausted', details });
  return event({
    activityTaskFailedEventAttributes: {
      scheduledEventId: eventId,
      failure: defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter),
    },
  });
}

async function told(events: readonly HistoryEvent[], declared: readonly string[] = []) {
  const effects = new EffectsInHistory(defaultDataConverter, new Set(declared));
  for (const one of events) await effects.take(one);
  return effects.all;
}

it('tells what effects answered, with their keys, in the order in which they ended, and nothing of other steps', async () => {
  const [a, b, c] = [scheduled('a.charge', { n: 1 }), scheduled('a.quote', {}), scheduled('a.pay', { n: 2 })];
  const answer = { $effect: { key: 'pay-2' }, output: { id: 2 } };
  const ends = [completed(c, answer), completed(b, null), completed(a, { $effect: {}, output: { id: 1 } })];
  expect(await told([a, b, c, ...ends])).toEqual([
    { step: 'a.pay', input: { n: 2 }, key: 'pay-2', answer: { output: { id: 2 } } },
    { step: 'a.charge', input: { n: 1 }, answer: { output: { id: 1 } } },
  ]);
});

it('tells nothing of what a reminder did: the next one is made all the same', async () => {
  const activityType = { name: 'a.mail' };
  const input = payloadsOf({ to: 'sales' }, { occasion: 'approval 2026-01-02T00:00:00.000Z' });
  const mail = event({ activityTaskScheduledEventAttributes: { activityType, input } });
  expect(await told([mail, completed(mail, { $effect: {}, output: null })], ['a.mail'])).toEqual([]);
});

it('tells that an effect may have begun: its failure says so, or it never ended and is one by definition', async () => {
  const [a, b, c, d] = ['a.charge', 'a.charge', 'a.pay', 'a.quote'].map((name, n) => scheduled(name, { n }));
  if (!a || !b || !c || !d) throw new Error('impossible: four names, four events');
  const ends = [failed(a, { failed: 5 }, { $begun: { key: 'k' } }), failed(b, { failed: 5 })];
  expect(await told([a, b, c, d, ...ends], ['a.pay'])).toEqual([
    { step: 'a.charge', input: { n: 0 }, key: 'k' },
    { step: 'a.pay', input: { n: 2 } },
  ]);
});

it('forgets the effects of a step that a person had made again, not those of one whose failures were forgotten', async () => {
  const charge = scheduled('a.charge', { n: 1 });
  const pay = scheduled('a.pay', { n: 1 });
  const resets = [
    scheduled('kit.reset', { step: 'a.charge', floor: true, fresh: false }),
    scheduled('kit.reset', { step: 'a.pay', floor: false, fresh: false }),
    scheduled('kit.reset', { floor: true, fresh: false }),
  ];
  const made = [charge, pay].map((one) => completed(one, { $effect: {}, output: 1 }));
  const known = await told([charge, pay, ...made, ...resets, ...resets.map((one) => completed(one, []))]);
  expect(known.map(({ step }) => step)).toEqual(['a.pay']);
});

it('hands on what the execution was told of the one before it', async () => {
  const earlier = { step: 'a.charge', input: { n: 1 }, answer: { output: 1 } };
  const asked = scheduled('kit.kept', { execution: 'x', page: 0 });
  expect(await told([asked, completed(asked, { effects: [earlier], more: false })])).toEqual([earlier]);
});

it('knows nothing of a history without activities', async () => {
  expect(await told([event({ workflowExecutionStartedEventAttributes: {} })])).toEqual([]);
});

describe('of an effect that was undone', () => {
  const charge = scheduled('a.charge', { n: 1 }, { undo: true });
  const charged = completed(charge, { $effect: { key: 'k' }, output: 1 });
  const undoes = { step: 'a.charge', input: { n: 1 } };
  const refund = (input: unknown = {}): HistoryEvent => scheduled('a.refund', input, { undoes });
  const fact = { step: 'a.charge', input: { n: 1 }, key: 'k', answer: { output: 1 } };
  const answer = { $effect: {}, output: true };

  it('tells so when all that undoes it was answered, and nothing of what undid it', async () => {
    const [one, two] = [refund(), refund({ mail: true })];
    const events = [charge, charged, one, two, completed(one, answer), completed(two, answer)];
    expect(await told(events, ['a.refund'])).toEqual([{ ...fact, undone: 'yes' }]);
  });

  it('says that nobody knows, when it ended in the middle of that, or a person left it undone', async () => {
    const [one, two] = [refund(), refund({ mail: true })];
    const perhaps = [{ ...fact, undone: 'perhaps' }];
    expect(await told([charge, charged, one], ['a.refund'])).toEqual(perhaps);
    expect(await told([charge, charged, one, two, completed(one, answer)])).toEqual(perhaps);
    expect(await told([charge, charged, one, failed(one, { failed: 5 }, { $begun: {} })])).toEqual(perhaps);
  });

  it('believes the last try of what undoes it', async () => {
    const [one, two] = [refund(), refund()];
    const events = [charge, charged, one, failed(one, { failed: 5 }), two, completed(two, answer)];
    expect(await told(events)).toEqual([{ ...fact, undone: 'yes' }]);
  });

  it('means every fact of it, under its key too, and keeps apart what was made before', async () => {
    const earlier = { ...fact, undone: 'yes' };
    const asked = scheduled('kit.kept', { execution: 'x', page: 0 });
    const other = scheduled('a.charge', { n: 1, q: 2 }, { undo: true, time: 2 });
    const reset = scheduled('kit.reset', { step: 'a.charge', floor: true });
    const one = scheduled('a.refund', {}, { undoes: { ...undoes, time: 2 } });
    const again = scheduled('a.charge', { n: 1 }, { undo: true, time: 2 });
    const before = [asked, completed(asked, { effects: [earlier], more: false }), reset, completed(reset, [])];
    const begun = [other, failed(other, { failed: 5 }, { $begun: { key: 'k' } })];
    const made = [again, completed(again, { $effect: { key: 'k' }, output: 2 }), one, completed(one, answer)];
    expect(await told([...before, ...begun, ...made])).toEqual([
      earlier,
      { ...fact, answer: { output: 2 }, undone: 'yes' },
    ]);
  });

  it('never ended, it may have begun: a call with an undo is an effect', async () => {
    expect(await told([scheduled('a.charge', { n: 1 }, { undo: true })])).toEqual([
      { step: 'a.charge', input: { n: 1 } },
    ]);
  });
});
