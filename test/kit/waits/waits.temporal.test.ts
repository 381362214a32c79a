/** Waiting on real servers: who answers is told at once what is wrong, and what was answered holds in the next release. */
import { Worker } from '@temporalio/worker';
import { AnswerInvalid, connect, NotPossible } from '../../../client';
import type { PipelineClient } from '../../../client';
import { usePipelines } from '../../support/pipeline';
import { progressOf, refusalOf, until, update } from '../driver';
import { sumSteps } from '../steps';
import { World } from '../world';
import { parcel, parcels, rename } from './workflows';

const pipelines = usePipelines(require.resolve('./workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

it('an answer of a wrong shape is refused where it is given, by any client, and the run goes on; the next release replays it', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('approvalPipeline', {});
  const now = await until(
    () => progressOf(run),
    ({ status }) => status === 'waiting',
  );
  const [wait] = now.waits;
  expect(Date.parse(wait?.until ?? '') - Date.parse(wait?.since ?? '')).toBe(90 * 24 * 3_600_000);

  const wrong = { name: 'approval', value: { ok: 'yes', by: '' } };
  expect(await refusalOf(update(run, 'answer', wrong))).toBe(
    "'approval' takes no such answer: ok: Invalid input: expected boolean, received string; by: Too small: expected string to have >=1 characters",
  );
  const handle = client.handle(run.workflowId);
  const refusal: unknown = await handle.answer('approval', wrong.value).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AnswerInvalid);
  expect((refusal as Error).message).toMatch(/^The run run-.* refused answer: 'approval' takes no such answer: ok: /);
  await expect(handle.answer('refusal', 1)).rejects.toThrow(NotPossible);
  expect((await progressOf(run)).status).toBe('waiting');

  await handle.answer('approval', { ok: true, by: 'Ann' });
  await expect(run.result()).resolves.toEqual({ ok: true, by: 'Ann' });
  const history = await run.fetchHistory();
  const workflowsPath = require.resolve('./stricterWorkflows');
  await expect(Worker.runReplayHistory({ workflowsPath }, history, run.workflowId)).resolves.toBeUndefined();
}, 60_000);

it('signals, queries and updates of its own reach a pipeline, and waiting for them is no active time', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('parcelsPipeline', {}, { runTimeout: '2 seconds' });
  for (const id of ['a', 'b']) await run.signal(parcel, id);
  expect(await run.executeUpdate(rename, { args: ['Ann'] })).toBe('nobody');
  const came = await until(
    () => run.query(parcels),
    ({ length }) => length === 2,
  );
  expect(came).toEqual(['a', 'b']);
  // Past the limit of active time.
  const { startTime } = await run.describe();
  await until(
    () => Date.now() - startTime.getTime(),
    (ms) => ms > 4000,
  );
  await run.signal(parcel, 'c');
  await expect(run.result()).resolves.toEqual({ name: 'Ann', came: ['a', 'b', 'c'] });
  expect((await progressOf(run)).activeMs).toBeLessThan(2000);
}, 60_000);
