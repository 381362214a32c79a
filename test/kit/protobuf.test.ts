import { createRequire } from 'node:module';
import { historyFromJSON, historyToJSON } from '../support/historyJson';

const from = createRequire(__filename);

it('common, proto and worker share one protobufjs; with three copies history JSON and replay break', () => {
  const resolved = ['common', 'proto', 'worker'].map((name) =>
    createRequire(from.resolve(`@temporalio/${name}`)).resolve('protobufjs'),
  );
  expect(new Set(resolved).size).toBe(1);
});

it('a history survives JSON and back', () => {
  const history = {
    events: [
      {
        eventId: '1',
        eventTime: '2026-01-02T03:04:05Z',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        workflowExecutionStartedEventAttributes: { workflowType: { name: 'sumPipeline' }, attempt: 1 },
      },
    ],
  };
  expect(JSON.parse(historyToJSON(historyFromJSON(history)))).toMatchObject(history);
});
