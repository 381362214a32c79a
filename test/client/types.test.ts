/**
 * What must not compile. Every `@ts-expect-error` is a test: `npm run check:types` fails where the line below it compiles.
 * The functions that hold the lines are never called.
 */
import type { PipelineClient, RunHandle } from '../../client';
import type { plainPipeline } from './workflows';

async function startingByType(client: PipelineClient): Promise<void> {
  const { handle } = await client.start<typeof plainPipeline>('plainPipeline', { count: 3 }, { id: 'a' });
  const { result } = await handle.result();
  const listed: number | undefined = result?.listed;
  // @ts-expect-error the result has no such field
  void result?.sum;
  // @ts-expect-error a field of the input has another type
  await client.start<typeof plainPipeline>('plainPipeline', { count: '3' }, { id: 'a' });
  // @ts-expect-error a field of the input is missing
  await client.start<typeof plainPipeline>('plainPipeline', {}, { id: 'a' });
  // @ts-expect-error a run has an id
  await client.start<typeof plainPipeline>('plainPipeline', { count: 3 }, {});
  // @ts-expect-error options are those of the kit
  await client.start('plainPipeline', { count: 3 }, { id: 'a', options: { onFailure: 'explode' } });
  void listed;
}

async function startingByName(client: PipelineClient): Promise<void> {
  const { handle } = await client.start('anyPipeline', { anything: ['goes'] }, { id: 'a' });
  const { result } = await handle.result();
  // @ts-expect-error of a pipeline known by name only, the result is unknown
  void result.listed;
}

async function handles(client: PipelineClient): Promise<void> {
  const known: RunHandle<{ listed: number }> = client.handle<typeof plainPipeline>('a');
  const unknown: RunHandle = known;
  const { result } = await (await client.startReport(new Uint8Array())).handle.result();
  const failed: number | undefined = result?.inputs.failed;
  // @ts-expect-error a report has files by name, not by place
  void result?.files.first;
  void [unknown, failed];
}

// Compiled, never called.
const compiled = [startingByType, startingByName, handles];

it('lets the type of a pipeline say what its input and its result are', () => {
  expect(compiled).toHaveLength(3);
});
