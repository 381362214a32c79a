/** Watching a run in a real pseudo-terminal: one tree, drawn in place, and what Ctrl-C means. */
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { envOf, eventsOf, inTerminal, launch, main, runs } from './command';
import { widthOf } from '../../cli/live/text';

/** Before the workers are stopped: one whose step never ends does not stop. */
const letAllGo: (() => void)[] = [];
afterEach(() => letAllGo.splice(0).forEach((letGo) => letGo()));
const pipelines = usePipelines(require.resolve('../kit/workflows'));
const watch = (id: string): string[] => [process.execPath, main, 'watch', id];

/** A run whose last step ends when the test says so. */
async function held(): Promise<{ id: string; letGo: () => void; result: () => Promise<unknown> }> {
  const world = new World();
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  await pipelines.worker([sumSteps], { world: world.on('note', () => gate) });
  letAllGo.push(letGo);
  const run = await pipelines.start('sumPipeline', { count: 40 });
  return { id: run.workflowId, letGo, result: () => run.result() };
}

test.each([40, 80, 160])('at %d columns a run is one tree that fits, drawn in place to its end', async (columns) => {
  const { id, letGo } = await held();
  const watching = inTerminal(columns, watch(id), { ...envOf(pipelines), NO_COLOR: '1' });
  await watching.shows(/╰─ \S sum\.note/);
  await watching.shows(/Ctrl-C stops watching; the run goes on$/);
  letGo();
  expect(await watching.ended).toBe(0);
  const { shown } = watching.terminal;
  expect(shown[0]).toContain('· ok');
  expect(shown.filter((line) => /^[├╰]─ ✓ sum\./.test(line))).toHaveLength(6);
  expect(shown.join('\n')).not.toContain('Ctrl-C');
  expect(shown.slice(0, 7).filter((line) => widthOf(line) >= columns)).toEqual([]);
  // Orders to the terminal move the cursor; none of them (they would end with m) sets a colour.
  const orders = watching.raw().split('\u001B[').slice(1);
  expect(orders.filter((order) => /^[\d;]*m/.test(order))).toEqual([]);
});

test('Ctrl-C ends the watching with 130 and says how to watch again; the run goes on to its end', async () => {
  const { id, letGo, result } = await held();
  const watching = inTerminal(80, watch(id), envOf(pipelines));
  await watching.shows(/╰─ \S sum\.note/);
  watching.interrupt();
  expect(await watching.ended).toBe(130);
  const said = watching.terminal.shown.join('\n');
  expect(said).toContain(`No longer watching; the run goes on. Watch again:\n  pipeline-worker watch ${id}`);
  expect(said).not.toContain('Ctrl-C');
  letGo();
  await expect(result()).resolves.toMatchObject({ partial: false });
});

test('after a change of the window the tree is as wide as it may be, and there is one of it', async () => {
  const { id, letGo } = await held();
  const watching = inTerminal(100, watch(id), { ...envOf(pipelines), NO_COLOR: '1' });
  await watching.shows(/╰─ \S sum\.note/);
  watching.resize(50);
  letGo();
  expect(await watching.ended).toBe(0);
  const rows = watching.terminal.shown.filter((line) => line.includes('sum.note'));
  expect(rows).toHaveLength(1);
  expect(widthOf(rows[0] ?? '')).toBeLessThan(50);
});

test('where stderr is no terminal there are plain lines, and no order to a terminal among them', async () => {
  const { id, letGo } = await held();
  letGo();
  const { code, err } = await runs(['watch', id], { ...envOf(pipelines), NO_COLOR: '' });
  expect(code).toBe(0);
  expect(err).toMatch(/✓ sum\.note +done/);
  expect(err).not.toContain('\u001B');
});

test('an interrupted command ends its JSON with an error event that says so', async () => {
  const { id } = await held();
  const { child, ended } = launch(['watch', id, '--json'], envOf(pipelines));
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(
    () => text,
    (events) => events.includes('sum.note'),
  );
  child.kill('SIGINT');
  const ran = await ended;
  expect(ran.code).toBe(130);
  const events = eventsOf(ran);
  expect(events.map(({ v, seq }) => [v, seq])).toEqual(events.map((_, i) => [1, i + 1]));
  expect(events.at(-1)).toMatchObject({ event: 'error', type: 'Interrupted', exitCode: 130 });
});
