/** The histories miss nothing: whatever command the kernel can give, one of them has it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as messages from '../../workflows/kit/messages';
import { kindsOf, recordedHistories } from './histories';

const folder = join(__dirname, '..', '..', 'workflows');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const recorded = new Set(recordedHistories().flatMap(kindsOf));
const types = new Set([...recorded].map((kind) => kind.split(' ')[0]));

/** What the kernel takes from the SDK, with the events of the commands that it makes. A new name needs a line here. */
const commands: Readonly<Record<string, readonly string[]>> = {
  proxyActivities: ['ACTIVITY_TASK_SCHEDULED'],
  condition: ['TIMER_STARTED', 'TIMER_CANCELED'],
  CancellationScope: ['ACTIVITY_TASK_CANCEL_REQUESTED'],
  startChild: ['START_CHILD_WORKFLOW_EXECUTION_INITIATED'],
  upsertSearchAttributes: ['UPSERT_WORKFLOW_SEARCH_ATTRIBUTES'],
  defineUpdate: ['WORKFLOW_EXECUTION_UPDATE_ACCEPTED', 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'],
  ActivityFailure: [],
  ApplicationFailure: [],
  CancelledFailure: [],
  ChildWorkflowFailure: [],
  TemporalFailure: [],
  TimeoutFailure: [],
  allHandlersFinished: [],
  defineQuery: [],
  isCancellation: [],
  log: [],
  metricMeter: [],
  setCurrentDetails: [],
  setHandler: [],
  uuid4: [],
  workflowInfo: [],
};
/** How any workflow ends. */
const ends = ['WORKFLOW_EXECUTION_COMPLETED', 'WORKFLOW_EXECUTION_FAILED', 'WORKFLOW_EXECUTION_CANCELED'];

it('knows of everything that workflow code takes from the SDK which commands it gives', () => {
  const imports = sources.flatMap((source) => [
    ...source.matchAll(/import (?!type)\{([^}]*)\} from '@temporalio\/workflow'/g),
  ]);
  const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  const used = new Set(names.filter((name) => name !== ''));
  expect([...used].toSorted()).toEqual(Object.keys(commands).toSorted());
});

it.each([...Object.values(commands).flat(), ...ends])('a history has the event %s', (type) => {
  expect([...types]).toContain(`EVENT_TYPE_${type}`);
});

it("each of the kit's own activities is in a history", () => {
  const called = new Set(sources.flatMap((source) => source.match(/(?<=')kit\.\w+(?=')/g) ?? []));
  expect(called.size).toBeGreaterThan(3);
  const missing = [...called].filter((name) => !recorded.has(`EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ${name}`));
  expect(missing).toEqual([]);
});

it('each update that a run takes is in a history', () => {
  const updates = Object.values(messages).filter(({ type }) => type === 'update');
  expect(updates.length).toBeGreaterThan(4);
  const accepted = updates.map(({ name }) => `EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED ${name}`);
  expect(accepted.filter((kind) => !recorded.has(kind))).toEqual([]);
});

it('no history names the machine or the folder that it was recorded on', () => {
  const text = JSON.stringify(recordedHistories());
  expect(text).not.toMatch(/"identity"|"stackTrace"|"workerVersion"|node_modules/);
  expect(text.match(/"taskQueue":\{(?!"name":"recorded"\})/g)).toBeNull();
});
