import type { RunEvent, StepEvent } from '../../../client';
import { shown } from '../../../cli/border';
import { colorsFor } from '../../../cli/colors';
import { widthOf } from '../../../cli/live/text';
import { Tree } from '../../../cli/live/tree';

const startedMs = Date.parse('2026-03-01T10:00:00Z');
const at = (ms: number): string => new Date(startedMs + ms).toISOString();
const step = (name: string, facts: Partial<StepEvent>): RunEvent => ({
  event: 'step',
  id: 'x',
  at: at(0),
  step: name,
  status: 'running',
  attempt: 1,
  startedAt: at(0),
  ...facts,
});
const done = (name: string): RunEvent => step(name, { status: 'done', endedAt: at(600) });
const started: RunEvent = { event: 'started', id: 'x', at: at(0), type: 'reportPipeline', runId: 'r' };

function treeOf(events: readonly RunEvent[], env: NodeJS.ProcessEnv = { NO_COLOR: '1' }): Tree {
  const tree = new Tree('consultation-2026 🚌 バス', colorsFor({ isTTY: true }, env), 'Ctrl-C stops watching');
  for (const event of [started, ...events]) tree.apply(event, startedMs);
  return tree;
}

const busy = [
  done('report.load'),
  done('report.sortAndDeduplicateEverythingThereIs'),
  step('日本語.クラスタリング', { status: 'paused', message: `no answer from the model: ${'バス🚌 '.repeat(40)}` }),
  step('report.claims', {
    attempt: 3,
    message: 'ECONNRESET\u001B[2J',
    items: { total: 151, done: 40, failed: 2, cached: 0 },
  }),
];

test.each([40, 41, 59, 60, 61, 79, 80, 100, 120, 160, 200])('no line is wider than %d columns', (columns) => {
  const lines = treeOf(busy, {}).lines({ columns, rows: 50 }, startedMs + 65_000);
  expect(lines).toHaveLength(1 + 4 + 2 + 1);
  expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
  expect(lines.join('')).toContain(columns < 60 ? '40/151' : '40/151  1 min 05 s');
});

test('80 columns show names, counts, times, a bar, and below a step why it waits', () => {
  const tree = treeOf([...busy.slice(0, 1), ...busy.slice(3)]);
  expect(tree.lines({ columns: 80, rows: 50 }, startedMs + 65_000)).toEqual([
    'consultation-2026 🚌 バス · running · 1 min 05 s · 1 done',
    '├─ ✓ report.load                                     0.6 s',
    '╰─ ⠴ report.claims                      40/151  1 min 05 s  ━━━━━───────────────',
    '     attempt 3 · 2 failed · ECONNRESET [2J',
    'Ctrl-C stops watching',
  ]);
});

test('160 columns also say how fast it goes and how long it will take', () => {
  const tree = treeOf([step('claims', { items: { total: 100, done: 0, failed: 0, cached: 0 } })]);
  tree.apply(step('claims', { items: { total: 100, done: 40, failed: 0, cached: 0 } }), startedMs + 8000);
  const [, row = ''] = tree.lines({ columns: 160, rows: 50 }, startedMs + 8000);
  expect(row).toMatch(/40\/100 +8\.0 s  ━{12}─{18}  5\.0\/s, 12 s left$/);
});

test('on a low terminal finished steps give way to those that matter', () => {
  const many = Array.from({ length: 40 }, (_, i) => done(`step${i}`));
  const lines = treeOf([...many, step('claims', {})]).lines({ columns: 80, rows: 10 }, startedMs);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe('├─ 40 finished');
  expect(lines[2]).toContain('claims');
});

test('more open steps than rows show the newest', () => {
  const many = Array.from({ length: 40 }, (_, i) => step(`step${i}`, {}));
  const lines = treeOf(many).lines({ columns: 80, rows: 10 }, startedMs);
  expect(lines).toHaveLength(10);
  expect(lines.at(-2)).toContain('step39');
});

test('the end stands still: the status, the time it took, no hint', () => {
  const tree = treeOf([...busy, { event: 'finished', id: 'x', at: at(9000), status: 'partial', files: [] }]);
  const [head = '', ...rest] = tree.lines({ columns: 80, rows: 50 }, startedMs + 65_000);
  expect(head).toContain('· partial · 9.0 s ·');
  expect(rest.join('\n')).not.toContain('Ctrl-C');
  expect(tree.lines({ columns: 80, rows: 50 }, startedMs + 99_000)).toEqual([head, ...rest]);
});

test('NO_COLOR takes every style away, an empty one none', () => {
  const size = { columns: 80, rows: 50 };
  expect(treeOf(busy, { NO_COLOR: '1' }).lines(size, startedMs).join('')).not.toContain('\u001B');
  expect(shown(treeOf(busy, { NO_COLOR: '' }).lines(size, startedMs).join(''))).toContain('\u001B[');
});
