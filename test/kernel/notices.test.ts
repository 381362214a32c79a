/** Who hears of a run that comes to need a person: a metric, a search attribute, and whoever wants a notice. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { Scheduled } from '../../testing/memory/virtual';
import { Outside } from './outside';
import { failed, failure } from './temporalFailures';
import { TestRun } from './run';
import type { Body } from './run';

const lab = callsOf('lab') as unknown as Readonly<Record<'add' | 'read', (input: object) => Promise<number>>>;
const isStep = ({ name }: Scheduled): boolean => name === 'lab.add';
const isNotice = ({ name }: Scheduled): boolean => name === 'kit.notify';

/** `lab.add` fails for good, with 400 characters; notices are left open. */
async function lived(body: Body, given: { notifies?: boolean; searchAttributes?: string[] }): Promise<TestRun> {
  const outside = Object.assign(new Outside({ 'lab.add': { run: () => 1 }, 'lab.read': { run: () => 1 } }), given);
  const run = new TestRun(outside, body);
  await run.work((activity) => isStep(activity) || isNotice(activity));
  await failAll(run, 'x'.repeat(400));
  return run;
}
/** All at once. */
async function failAll(run: TestRun, why: string): Promise<void> {
  for (const activity of run.pending.filter(isStep)) run.sdk.fail(activity, failed(activity, failure('Broken', why)));
  await run.work(isNotice);
}
const noticesOf = (run: TestRun): Scheduled[] => run.pending.filter(isNotice);
const paused = (n: number): Body => {
  return () => Promise.all(Array.from({ length: n }, () => lab.add({})));
};
const waiting: Body = async (it) => Promise.all(Array.from({ length: 12 }, (_, i) => it.waitFor(`question ${i + 1}`)));

it('a notice says of which execution it is and why it waits, ten of what is paused and the beginning of each reason', async () => {
  const run = await lived(paused(12), { notifies: true });
  const name = (n: number): string => (n === 1 ? 'lab.add' : `lab.add #${n}`);
  expect(noticesOf(run).map(({ args }) => args)).toEqual([
    [
      {
        execution: 'execution-1',
        count: 1,
        workflowType: 'pipeline',
        status: 'paused',
        paused: Array.from({ length: 10 }, (_, i) => ({ step: name(i + 1), message: `${'x'.repeat(299)}…` })),
        waitingFor: [],
      },
      {},
    ],
  ]);
  expect(noticesOf(run)[0]?.options).toEqual({
    startToCloseTimeout: '1m',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
  });
});

it('a notice of a question names ten of what is asked, and nothing that is not paused', async () => {
  const run = await lived(
    async (it) => {
      await lab.read({});
      return waiting(it);
    },
    { notifies: true },
  );
  expect(noticesOf(run).map(({ args: [notice] }) => notice)).toMatchObject([
    { status: 'waiting', paused: [], waitingFor: Array.from({ length: 10 }, (_, i) => `question ${i + 1}`) },
  ]);
});

it('somebody is told each time that it comes to that, and once only while it stays so', async () => {
  const run = await lived(paused(2), { notifies: true });
  void run.sdk.update('retryStep', { step: 'lab.add' });
  await run.work((activity) => isStep(activity) || isNotice(activity));
  await failAll(run, 'again');
  expect(noticesOf(run).map(({ args: [notice] }) => notice)).toMatchObject([{ count: 1 }, { count: 2 }]);
  expect(run.sdk.metrics).toEqual(['paused', 'paused']);
});

it('a notice that reaches nobody is a warning in the log, and the run waits on', async () => {
  const run = await lived(paused(1), { notifies: true });
  for (const notice of noticesOf(run)) run.sdk.fail(notice, new Error('no such address'));
  await run.work(isNotice);
  expect(run.sdk.warnings).toEqual(['nobody was told that the run waits for a person']);
  expect(run.progress.status).toBe('paused');
});

it('where nobody wants notices the metric counts alone', async () => {
  const run = await lived(paused(1), {});
  expect(run.sdk.commands).not.toContain('kit.notify');
  expect(run.sdk.metrics).toEqual(['paused']);
});

it('the search attribute changes with the status where Temporal knows it, and is never set where it does not', async () => {
  const body: Body = async (it) => [await it.waitFor('go'), await lab.add({})];
  const statuses = (run: TestRun): string[] => run.sdk.commands.filter((command) => command.startsWith('status '));
  const run = await lived(body, { searchAttributes: ['CustomKeyword', 'PipelineStatus'] });
  await run.tell('answer', { name: 'go', value: 1 });
  expect(statuses(run)).toEqual(['status waiting', 'status running', 'status ok']);
  const vast = await lived(() => Promise.resolve('x'.repeat(2_000_000)), { searchAttributes: ['PipelineStatus'] });
  expect(statuses(vast)).toEqual(['status failed']);
  const plain = await lived(body, { searchAttributes: ['CustomKeyword'] });
  await plain.tell('answer', { name: 'go', value: 1 });
  expect(statuses(plain)).toEqual([]);
});
