/** The worker process: `npm run worker`. INVOICES is a folder with one folder a customer, one text file an invoice. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorker } from 'pipeline-worker/worker';
import { billSteps } from './steps';

const root = process.env['INVOICES'] ?? 'invoices';

async function main(): Promise<void> {
  const worker = await createWorker({
    pipelines: require.resolve('./pipelines'),
    steps: [billSteps],
    deps: {
      customers: async () => (await readdir(root)).map((name) => ({ id: name, folder: name })),
      invoices: async (folder) => {
        const names = await readdir(join(root, folder));
        return Promise.all(names.map(async (id) => ({ id, text: await readFile(join(root, folder, id), 'utf8') })));
      },
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.shutdown());
  await worker.run();
}

void main();
