/** The committed histories: how they are read, and how they are written down. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { historyToJSON } from '../support/historyJson';

type History = Parameters<typeof historyToJSON>[0];

export interface RecordedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly [attributes: string]: unknown;
}

export interface Recorded {
  readonly name: string;
  readonly events: readonly RecordedEvent[];
}

const folder = join(__dirname, 'histories');
const fileOf = (name: string): string => join(folder, `${name}.json`);

export function recordedHistories(): Recorded[] {
  const names = readdirSync(folder).map((file) => basename(file, '.json'));
  return names.map((name) => ({ name, events: eventsIn(readFileSync(fileOf(name), 'utf8')) }));
}

const eventsIn = (json: string): RecordedEvent[] => (JSON.parse(json) as { events: RecordedEvent[] }).events;

/** What replay does not compare: names of machines and processes, limits, and numbers of the server's own. */
const OF_NO_USE = new Set([
  'identity',
  'requestId',
  'taskId',
  'historySizeBytes',
  'stackTrace',
  'encodedAttributes',
  'workerVersion',
  'meteringMetadata',
  'header',
  'retryPolicy',
  'startToCloseTimeout',
  'scheduleToCloseTimeout',
  'scheduleToStartTimeout',
  'heartbeatTimeout',
  'useWorkflowBuildId',
]);

/** A history as it is committed. */
export function recorded(name: string, history: History): Recorded {
  const kept = (key: string, value: unknown): unknown => {
    if (OF_NO_USE.has(key)) return undefined;
    return key === 'taskQueue' ? { name: 'recorded' } : value;
  };
  return { name, events: eventsIn(JSON.stringify(JSON.parse(historyToJSON(history)), kept)) };
}

export function write({ name, events }: Recorded): void {
  writeFileSync(fileOf(name), JSON.stringify({ events }));
}

/**
 * The kinds of the events of a history: their types, and of activities and updates the names. Workflow tasks are left out:
 * how many there are, and whether the server refused one because something new had arrived, is a matter of timing.
 */
export function kindsOf({ events }: Recorded): string[] {
  const kinds = events.map(kindOf).filter((kind) => !kind.startsWith('EVENT_TYPE_WORKFLOW_TASK_'));
  return [...new Set(kinds)].toSorted();
}

interface Named {
  readonly activityTaskScheduledEventAttributes?: { readonly activityType: { readonly name: string } };
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest: { readonly input: { readonly name: string } };
  };
}

function kindOf(event: RecordedEvent): string {
  const { activityTaskScheduledEventAttributes: activity, workflowExecutionUpdateAcceptedEventAttributes: update } =
    event as Named;
  const name = activity?.activityType.name ?? update?.acceptedRequest.input.name;
  return name === undefined ? event.eventType : `${event.eventType} ${name}`;
}
