/** What `retry` of a run that has ended starts, and in what it goes on. */
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { retryRun } from '../../client/steer';
import type { StepRow } from '../../workflows/kit';
import { FakeTemporal, row, saying } from './fakeTemporal';
import type { FakeRun } from './fakeTemporal';

const paused = (name: string): StepRow => row(name, 'paused');
const live = (id: string, steps: readonly StepRow[], more: Partial<FakeRun> = {}): FakeRun => ({
  id,
  progress: saying(steps.some(({ status }) => status === 'paused') ? 'paused' : 'running', { steps: [...steps] }),
  ...more,
});

describe('a restart', () => {
  const STARTED = { seconds: { toNumber: () => 1 } };
  const working = (name: string): object => ({
    activityType: { name },
    activityId: name,
    state: 2,
    lastStartedTime: STARTED,
  });

  it('holds the run, has its exhausted steps forgotten, waits for what is under way, ends it and starts it again', async () => {
    const temporal = new FakeTemporal(
      live('r', [row('shop.load'), paused('shop.pay'), paused('shop.pay #2')], {
        args: [1, { onFailure: 'fail', from: 'shop.load', fresh: true, runTimeout: '1 hour' }],
        pending: [working('shop.mail'), working('shop.load'), { activityType: { name: 'shop.waits' }, state: 1 }],
      }),
    );
    const waits: string[] = [];
    const onWait = (steps: readonly string[]): void => {
      waits.push(steps.join(' '));
      temporal.at('r').pending = waits.length === 1 ? [working('shop.mail')] : [];
    };
    expect(await retryRun(temporal.link, 'r', { restart: true, onWait })).toBe('restarted');
    expect(waits).toEqual(['shop.load shop.mail', 'shop.mail']);
    expect(temporal.lines).toEqual([
      'r pauseRun {"reason":"It is started again (retry --restart)"}',
      'r retryStep {"step":"shop.pay"}',
      'r terminate',
      'r start order [1,{"onFailure":"fail","runTimeout":"1 hour","continues":"execution-1"}]',
    ]);
  });

  it('of a run that does not answer, or is held already, says no more than is needed', async () => {
    const silent = new FakeTemporal({ id: 'r', args: [1], pending: [working('shop.mail')] });
    await retryRun(silent.link, 'r', { restart: true, failedItems: true });
    expect(silent.lines).toEqual(['r terminate', 'r start order [1,{"failedItems":true,"continues":"execution-1"}]']);
    const held = new FakeTemporal({ id: 'r', args: [1], progress: saying('paused', { heldFor: 'lunch' }) });
    await retryRun(held.link, 'r', { restart: true });
    expect(held.lines).toEqual(['r terminate', 'r start order [1,{"continues":"execution-1"}]']);
  });

  it('ends it also where it refuses to be held', async () => {
    const refuses = { pauseRun: ApplicationFailure.create({ type: 'RunEnded', message: 'it has ended' }) };
    const temporal = new FakeTemporal(live('r', [], { args: [1], refuses }));
    await retryRun(temporal.link, 'r', { restart: true });
    expect(temporal.lines).toEqual(['r terminate', 'r start order [1,{"continues":"execution-1"}]']);
  });

  it('gives up where steps go on for longer than it may wait: the run stays held', async () => {
    const temporal = new FakeTemporal(live('r', [], { pending: [working('shop.mail')] }));
    await expect(retryRun(temporal.link, 'r', { restart: true, waitMs: 10 })).rejects.toThrow(
      'After 0.01 s these steps of r are still under way: shop.mail. The run is held, so that no further one starts. Go on waiting: ' +
        'retry r --restart. Or let it go on: resume r. To give up what they are at: temporal workflow terminate --workflow-id r, then ' +
        'retry r.',
    );
    expect(temporal.lines).toEqual(['r pauseRun {"reason":"It is started again (retry --restart)"}']);
  });

  it('of one step, from a step that it does not have, or of a pipeline that nobody has, ends nothing', async () => {
    const temporal = new FakeTemporal(live('r', [row('shop.load')]));
    await expect(retryRun(temporal.link, 'r', { restart: true, step: 'load' })).rejects.toThrow(
      /A restart is of all of r/,
    );
    await expect(retryRun(temporal.link, 'r', { restart: true, from: 'lod' })).rejects.toThrow(
      "The run r has no step 'lod' so far; its steps: shop.load.",
    );
    temporal.types = [];
    await expect(retryRun(temporal.link, 'r', { restart: true, from: 'load' })).rejects.toThrow('no order');
    expect(temporal.told).toEqual([]);
  });

  const grpc = (code: number): Error => Object.assign(new Error('grpc'), { code, details: '', metadata: {} });
  const working1 = { args: [1], pending: [working('shop.mail')] };

  it.each([
    ['in time', new WorkflowUpdateRPCTimeoutOrCancelledError('late')],
    ['at all', grpc(4)],
  ])('waits for no step of a run that does not hear %s that it is held', async (_how, error) => {
    const temporal = new FakeTemporal(live('r', [], { ...working1, refuses: { pauseRun: error } }));
    expect(await retryRun(temporal.link, 'r', { restart: true, waitMs: 0 })).toBe('restarted');
    expect(temporal.lines).toEqual(['r terminate', 'r start order [1,{"continues":"execution-1"}]']);
  });

  it.each([
    ['has ended', new WorkflowNotFoundError('ended', 'r', undefined)],
    ['refuses it', ApplicationFailure.create({ message: 'no' })],
  ])('waits for the steps of one that %s', async (_how, error) => {
    const temporal = new FakeTemporal(live('r', [], { ...working1, refuses: { pauseRun: error } }));
    await expect(retryRun(temporal.link, 'r', { restart: true, waitMs: 0 })).rejects.toThrow(/still under way/);
  });

  it('does nothing where it is not known what came of holding it', async () => {
    const temporal = new FakeTemporal(live('r', [], { ...working1, refuses: { pauseRun: new Error('no rights') } }));
    await expect(retryRun(temporal.link, 'r', { restart: true })).rejects.toThrow('no rights');
    expect(temporal.told).toEqual([]);
  });

  it('waits for the steps of one that Temporal has paused, and for none of one that has ended by itself', async () => {
    const paused = new FakeTemporal(live('r', [], { ...working1, status: 'PAUSED' }));
    await expect(retryRun(paused.link, 'r', { restart: true, waitMs: 0 })).rejects.toThrow(/still under way/);
    const ended = new FakeTemporal(live('r', [], working1));
    Object.assign(ended.at('r'), { onTold: () => (ended.at('r').status = 'COMPLETED') });
    expect(await retryRun(ended.link, 'r', { restart: true, waitMs: 0 })).toBe('restarted');
  });

  it('starts nothing where it could not end the run', async () => {
    const temporal = new FakeTemporal(live('r', [], { args: [1] }));
    Object.assign(temporal.at('r'), {
      onTold: (name: string) => {
        if (name === 'terminate') throw new Error('no rights');
      },
    });
    await expect(retryRun(temporal.link, 'r', { restart: true })).rejects.toThrow('no rights');
    expect(temporal.started).toEqual([]);
  });

  it('tells what it waits for when that changes, however often it looks', async () => {
    const temporal = new FakeTemporal(live('r', [], { args: [1] }));
    Object.defineProperty(temporal.at('r'), 'pending', {
      get: () => (temporal.described.length < 4 ? [working('shop.mail')] : []),
    });
    const waits: string[] = [];
    await retryRun(temporal.link, 'r', { restart: true, onWait: (steps) => waits.push(steps.join(' ')) });
    expect(waits).toEqual(['shop.mail']);
  });

  it('ends no execution that somebody else has started meanwhile', async () => {
    const temporal = new FakeTemporal(live('r', [], { args: [1] }));
    Object.assign(temporal.at('r'), {
      onTold: (name: string) => {
        if (name === 'pauseRun') temporal.at('r').runId = 'execution-9';
      },
    });
    await expect(retryRun(temporal.link, 'r', { restart: true })).rejects.toThrow(/started by somebody else meanwhile/);
    expect(temporal.lines).toEqual(['r pauseRun {"reason":"It is started again (retry --restart)"}']);
  });
});
