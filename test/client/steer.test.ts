/** What a person tells a run, and its children through it. */
import { ApplicationFailure } from '@temporalio/common';
import { AnswerInvalid, NotPossible, RunNotFound } from '../../client/errors';
import { answerRun, cancelRun, pauseRun, resumeRun, retryRun, skipStepOf } from '../../client/steer';
import type { StepRow } from '../../workflows/kit';
import { FakeTemporal, row, saying } from './fakeTemporal';
import type { FakeRun } from './fakeTemporal';

const paused = (name: string): StepRow => row(name, 'paused');
const live = (id: string, steps: readonly StepRow[], more: Partial<FakeRun> = {}): FakeRun => ({
  id,
  progress: saying(steps.some(({ status }) => status === 'paused') ? 'paused' : 'running', { steps: [...steps] }),
  ...more,
});
const child = (id: string, name = `billing [${id}]`): StepRow => row(name, 'running', { child: id });

describe('retry', () => {
  it('of a live run is told to every paused step once, by its full name', async () => {
    const temporal = new FakeTemporal(
      live('r', [row('shop.load'), paused('shop.pay'), paused('shop.pay #2'), paused('shop.mail [day 3]')]),
    );
    expect(await retryRun(temporal.link, 'r', { fresh: true })).toBe('retried');
    expect(temporal.lines).toEqual([
      'r retryStep {"step":"shop.pay","fresh":true}',
      'r retryStep {"step":"shop.mail","fresh":true}',
    ]);
  });

  it.each([
    ['pay', 'shop.pay'],
    ['shop.pay', 'shop.pay'],
    ['pay #2', 'shop.pay #2'],
    ['mail [day 3]', 'shop.mail [day 3]'],
    ['nothing', 'nothing'],
  ])('of %s is of %s', async (step, full) => {
    const temporal = new FakeTemporal(live('r', [paused('shop.repay'), paused('shop.pay'), paused('shop.mail')]));
    await retryRun(temporal.link, 'r', { step });
    expect(temporal.lines).toEqual([`r retryStep {"step":"${full}"}`]);
  });

  it.each([{ failedItems: true }, { from: 'load' }])('with %j runs the whole body, and is said once', async (wish) => {
    const temporal = new FakeTemporal(live('r', [row('shop.load'), paused('shop.pay'), paused('shop.mail')]));
    await retryRun(temporal.link, 'r', wish);
    const told = 'from' in wish ? '"from":"shop.load"' : '"failedItems":true';
    expect(temporal.lines).toEqual([`r retryStep {"step":"shop.pay",${told}}`]);
  });

  it('from a step keeps what else is wished', async () => {
    const temporal = new FakeTemporal(live('r', [row('shop.load'), paused('shop.pay')]));
    await retryRun(temporal.link, 'r', { from: 'load', fresh: true });
    expect(temporal.lines).toEqual(['r retryStep {"step":"shop.pay","from":"shop.load","fresh":true}']);
  });

  it('of a run of which nothing is paused, which nobody answers for, or which nobody knows, says so', async () => {
    const busy = new FakeTemporal(live('r', [row('shop.load', 'running')]));
    await expect(retryRun(busy.link, 'r', {})).rejects.toThrow(/^No step of r is paused, so there is nothing to retry/);
    const silent = new FakeTemporal({ id: 'r' });
    await expect(retryRun(silent.link, 'r', {})).rejects.toThrow(
      'The run r cannot be told anything: no worker polls task queue queue. Start one: the run goes on as soon as it polls. Then repeat this.',
    );
    await expect(retryRun(new FakeTemporal().link, 'r', {})).rejects.toThrow(RunNotFound);
    expect([...busy.told, ...silent.told]).toEqual([]);
  });

  it('of a run that Temporal has paused is told to it like to any other', async () => {
    const temporal = new FakeTemporal(live('r', [paused('shop.pay')], { status: 'PAUSED' }));
    expect(await retryRun(temporal.link, 'r', {})).toBe('retried');
  });

  it('from a step that nobody knows is for the run to refuse, but where that would come too late', async () => {
    const open = new FakeTemporal(live('r', [paused('shop.pay')]));
    await retryRun(open.link, 'r', { from: 'lod' });
    expect(open.lines).toEqual(['r retryStep {"step":"shop.pay","from":"lod"}']);
    const closed = new FakeTemporal(live('r', [row('shop.pay')], { status: 'FAILED', args: [1] }));
    expect(await retryRun(closed.link, 'r', { from: 'lod', restart: true })).toBe('restarted');
  });

  it('of a run that has ended starts it again, with the wishes', async () => {
    const temporal = new FakeTemporal({ id: 'r', status: 'FAILED', args: [1] });
    expect(await retryRun(temporal.link, 'r', { from: 'shop.load', restart: true })).toBe('restarted');
    expect(temporal.lines).toEqual(['r start order [1,{"from":"shop.load","continues":"execution-1"}]']);
  });

  it('goes to the children that are paused too, where no step is named', async () => {
    const temporal = new FakeTemporal(
      live('r', [paused('shop.pay'), child('a'), child('b')]),
      live('a', [paused('bill.send')]),
      live('b', [row('bill.send', 'running')]),
    );
    expect(await retryRun(temporal.link, 'r', {})).toBe('retried');
    expect(temporal.lines).toEqual(['a retryStep {"step":"bill.send"}', 'r retryStep {"step":"shop.pay"}']);
  });

  it.each([
    ['billing [a]', { step: 'bill.send' }],
    ['billing', { step: 'bill.send' }],
    ['send', { step: 'bill.send' }],
  ])('of %s goes to the child alone', async (step, told) => {
    const temporal = new FakeTemporal(live('r', [paused('shop.pay'), child('a')]), live('a', [paused('bill.send')]));
    await retryRun(temporal.link, 'r', { step });
    expect(temporal.lines).toEqual([`a retryStep ${JSON.stringify(told)}`]);
  });

  it('of a step that both have is of the run itself', async () => {
    const temporal = new FakeTemporal(live('r', [paused('shop.send'), child('a')]), live('a', [paused('bill.send')]));
    await retryRun(temporal.link, 'r', { step: 'send' });
    expect(temporal.lines).toEqual(['r retryStep {"step":"shop.send"}']);
  });
});

describe('skip', () => {
  it('is told with its reason, to the run or to the child that has the step', async () => {
    const temporal = new FakeTemporal(live('r', [paused('shop.pay'), child('a')]), live('a', [paused('bill.send')]));
    await skipStepOf(temporal.link, 'r', 'pay', 'paid by hand');
    await skipStepOf(temporal.link, 'r', 'send', 'sent by hand');
    expect(temporal.lines).toEqual([
      'r skipStep {"step":"shop.pay","reason":"paid by hand"}',
      'a skipStep {"step":"bill.send","reason":"sent by hand"}',
    ]);
  });

  it('of a child as a whole is refused, and says what can be done', async () => {
    const temporal = new FakeTemporal(live('r', [child('a')]), live('a', [paused('bill.send')]));
    await expect(skipStepOf(temporal.link, 'r', 'billing', 'x')).rejects.toThrow(
      "'billing' of r is the run a: skip a step of that one, or cancel it.",
    );
    expect(temporal.told).toEqual([]);
  });
});

describe('a pause by hand', () => {
  it('holds the children that go on and nobody holds, and is ended where it was the same', async () => {
    const held = saying('paused', { heldFor: 'own reason' });
    const temporal = new FakeTemporal(
      live('r', [child('a'), child('b'), row('billing [c]', 'done', { child: 'c' })]),
      live('a', []),
      { id: 'b', progress: held },
      live('c', []),
    );
    await pauseRun(temporal.link, 'r', 'lunch');
    expect(temporal.lines).toEqual(['r pauseRun {"reason":"lunch"}', 'a pauseRun {"reason":"lunch"}']);
    temporal.told.splice(0);
    temporal.at('r').progress = saying('paused', { steps: [child('a'), child('b')], heldFor: 'lunch' });
    temporal.at('a').progress = saying('paused', { heldFor: 'lunch' });
    await resumeRun(temporal.link, 'r');
    expect(temporal.lines).toEqual(['r resumeRun', 'a resumeRun']);
  });

  it('does not mind a child that has ended meanwhile, and minds everything else', async () => {
    const ended = new FakeTemporal(live('r', [child('a')]), live('a', [], { status: 'COMPLETED' }));
    await pauseRun(ended.link, 'r', 'lunch');
    expect(ended.lines).toEqual(['r pauseRun {"reason":"lunch"}']);
    const broken = live('a', [], {
      onTold: () => {
        throw new Error('no rights');
      },
    });
    await expect(pauseRun(new FakeTemporal(live('r', [child('a')]), broken).link, 'r', 'lunch')).rejects.toThrow(
      'no rights',
    );
  });
});

describe('an answer', () => {
  const asking = (id: string, ...names: string[]): FakeRun => ({
    id,
    progress: saying('waiting', { waitingFor: names, waits: names.map((name) => ({ name, since: '' })) }),
  });

  it('goes to whoever asks: the run, a child of it, or a child of that', async () => {
    const temporal = new FakeTemporal(
      { id: 'r', progress: saying('waiting', { waitingFor: ['own'], steps: [child('a'), child('b')] }) },
      asking('a', 'other'),
      { id: 'b', progress: saying('running', { steps: [child('c')] }) },
      asking('c', 'deep'),
    );
    await answerRun(temporal.link, 'r', 'own', 1);
    await answerRun(temporal.link, 'r', 'other', 2);
    await answerRun(temporal.link, 'r', 'deep', 3);
    expect(temporal.lines).toEqual([
      'r answer {"name":"own","value":1}',
      'a answer {"name":"other","value":2}',
      'c answer {"name":"deep","value":3}',
    ]);
  });

  it('that the run refuses is not possible, or no such answer, in its words', async () => {
    const refusing = (type: string): FakeTemporal =>
      new FakeTemporal({
        ...asking('r', 'own'),
        refuses: { answer: ApplicationFailure.create({ type, message: 'why' }) },
      });
    const wrong = answerRun(refusing('AnswerInvalid').link, 'r', 'own', 1);
    await expect(wrong).rejects.toThrow(AnswerInvalid);
    await expect(wrong).rejects.toThrow('The run r refused answer: why.');
    await expect(answerRun(refusing('NotWaiting').link, 'r', 'own', 1)).rejects.toThrow(NotPossible);
  });
});

it('an ended run can be told nothing, and says how it goes on', async () => {
  const temporal = new FakeTemporal({ id: 'r', status: 'FAILED', progress: saying('failed') });
  const { link } = temporal;
  for (const telling of [
    () => pauseRun(link, 'r', 'x'),
    () => resumeRun(link, 'r'),
    () => skipStepOf(link, 'r', 'pay', 'x'),
    () => answerRun(link, 'r', 'own', 1),
    () => cancelRun(link, 'r'),
  ])
    await expect(telling()).rejects.toThrow(
      'The run r has ended (failed), so it cannot be told anything. To start it again: retry r.',
    );
  expect(temporal.told).toEqual([]);
});

it('a run whose workflow tasks came to nothing just now says why it cannot be told anything', async () => {
  const notReady = Object.assign(new Error('Workflow Task in failed state'), { code: 9, details: '', metadata: {} });
  const refusal = new Error('Workflow Update failed', { cause: notReady });
  const failed = { workflowTaskFailedEventAttributes: { cause: 24, failure: { message: 'it threw', stackTrace: '' } } };
  const temporal = new FakeTemporal(live('r', [], { refuses: { pauseRun: refusal }, attempt: 4, pages: [[failed]] }));
  const telling = pauseRun(temporal.link, 'r', 'lunch');
  await expect(telling).rejects.toThrow(NotPossible);
  await expect(telling).rejects.toThrow(
    /^The run r cannot be told anything: its workflow task fails \(attempt 4\): it threw\. .* Then repeat this\.$/,
  );
});

it.each(['RUNNING', 'PAUSED'])('a run that is %s can be cancelled, though nobody answers for it', async (status) => {
  const temporal = new FakeTemporal({ id: 'r', status });
  await cancelRun(temporal.link, 'r');
  expect(temporal.lines).toEqual(['r cancel']);
});
