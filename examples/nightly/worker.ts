/** `npm run worker`. SHOPS and BOOKS are the addresses of the two APIs. */
import { createWorker } from 'pipeline-worker/worker';
import { nightSteps } from './steps';

const { SHOPS = 'http://127.0.0.1:8080', BOOKS = 'http://127.0.0.1:8080' } = process.env;
const sales = async (shop: string, day: string) =>
  (await (await fetch(`${SHOPS}/${shop}/sales/${day}`)).json()) as number;
const deps = { sales, books: { baseUrl: BOOKS } };
const worker = createWorker({ pipelines: require.resolve('./pipelines'), steps: [nightSteps], deps });
void worker.then((it) => it.run());
