/**
 * What must not compile. Every `@ts-expect-error` is a test: `npm run check:types` fails where the line below it compiles.
 * The functions that hold the lines are never called.
 */
import type { PipelineClient, RunHandle } from '../../client';
import { startReport } from '../../report/start';
import type { greeting } from '../kit/defined/pipelines';
import { order } from '../kit/defined/pipelines';
import type { plainPipeline } from './workflows';

async function startingTheThing(client: PipelineClient): Promise<void> {
  const { handle } = await client.start(order, { cents: 300 }, { id: 'a' });
  const { result } = await handle.result();
  const paid: number | undefined = result?.paid;
  await client.start(order, { cents: 300, currency: 'usd' }, { id: 'a', options: { onFailure: 'fail' } });
  // @ts-expect-error the result has no such field
  void result?.price;
  // @ts-expect-error a field of another type
  await client.start(order, { cents: '300' }, { id: 'a' });
  // @ts-expect-error a field that the schema does not know
  await client.start(order, { cents: 300, colour: 'red' }, { id: 'a' });
  // @ts-expect-error a field without a default is missing
  await client.start(order, {}, { id: 'a' });
  // @ts-expect-error a run has an id
  await client.start(order, { cents: 300 }, {});
  void paid;
}

async function startingByTypeAndName(client: PipelineClient): Promise<void> {
  const { handle } = await client.start<typeof greeting>('greeting', { name: 'Ada' }, { id: 'a' });
  const { result } = await handle.result();
  const text: string | undefined = result?.text;
  // @ts-expect-error a typo in the name
  await client.start<typeof greeting>('greting', { name: 'Ada' }, { id: 'a' });
  // @ts-expect-error the name of another pipeline
  await client.start<typeof greeting>('order', { name: 'Ada' }, { id: 'a' });
  // @ts-expect-error a field of the input has another type
  await client.start<typeof greeting>('greeting', { name: 5 }, { id: 'a' });
  // @ts-expect-error options are those of the kit
  await client.start('anything', {}, { id: 'a', options: { onFailure: 'explode' } });
  void text;
}

async function startingAWorkflowFunction(client: PipelineClient): Promise<void> {
  const { handle } = await client.start<typeof plainPipeline>('plainPipeline', { count: 3 }, { id: 'a' });
  const { result } = await handle.result();
  const listed: number | undefined = result?.listed;
  // @ts-expect-error a field of the input is missing
  await client.start<typeof plainPipeline>('plainPipeline', {}, { id: 'a' });
  void listed;
}

async function startingByName(client: PipelineClient): Promise<void> {
  const { handle } = await client.start('anyPipeline', { anything: ['goes'] }, { id: 'a' });
  const { result } = await handle.result();
  // @ts-expect-error of a pipeline known by name only, the result is unknown
  void result.listed;
}

async function handles(client: PipelineClient): Promise<void> {
  const known: RunHandle<{ paid: number }> = client.handle<typeof order>('a');
  const unknown: RunHandle = known;
  const { result } = await (await startReport(client, new Uint8Array())).handle.result();
  const failed: number | undefined = result?.inputs.failed;
  // @ts-expect-error a report has files by name, not by place
  void result?.files.first;
  void [unknown, failed];
}

// Compiled, never called.
const compiled = [startingTheThing, startingByTypeAndName, startingAWorkflowFunction, startingByName, handles];

it('lets a pipeline say what its name, its input and its result are', () => {
  expect(compiled).toHaveLength(5);
});
