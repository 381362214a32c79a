/** `npm run record:histories` lives every life on a dev server and writes its history down; else the two are compared. */
import { startTemporal } from '../../testing/servers/temporal';
import { usePipelines } from '../support/pipeline';
import { kindsOf, recorded, recordedHistories, write } from './histories';
import { lives } from './lives';

const recording = process.env['RECORD_HISTORIES'] === '1';
let stop = (): Promise<void> => Promise.resolve();

// Before the other servers of this file: runs show their status by a search attribute only where it is registered.
beforeAll(async () => {
  const before = process.env['TEMPORAL_ADDRESS'];
  const server = await startTemporal({ searchAttributes: { PipelineStatus: 'Keyword' } });
  process.env['TEMPORAL_ADDRESS'] = server.address;
  stop = async () => {
    if (before === undefined) delete process.env['TEMPORAL_ADDRESS'];
    await server.stop();
  };
});
const pipelines = usePipelines(require.resolve('./workflows'));
afterAll(() => stop(), 30_000);

it.each(Object.entries(lives))(
  'the committed history %s has the kinds of events that such a run has today',
  async (name, life) => {
    const run = await life(pipelines);
    const now = recorded(name, await run.fetchHistory());
    if (recording) write(now);
    expect(recordedHistories().map((history) => history.name)).toContain(name);
    expect(
      recordedHistories()
        .filter((history) => history.name === name)
        .map(kindsOf),
    ).toEqual([kindsOf(now)]);
  },
);

it('no history is committed whose life is not described', () => {
  expect(
    recordedHistories()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(lives).toSorted());
});
