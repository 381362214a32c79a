/** `npm run worker`. DOCS is a folder with a file a day, `2026-11-27.json`: `[{"id": …, "text": …}]`; MODEL is its address. */
import { readFile } from 'node:fs/promises';
import { createWorker } from 'pipeline-worker/worker';
import { docSteps } from './steps';

const { DOCS = 'documents', MODEL: model = 'http://127.0.0.1:8080' } = process.env;
const deps = { model, documents: async (day: string) => JSON.parse(await readFile(`${DOCS}/${day}.json`, 'utf8')) };
const worker = createWorker({ pipelines: require.resolve('./pipelines'), steps: [docSteps], deps });
void worker.then((it) => it.run());
