/** What runs inside the thread that makes the files of one large report. */
import { parentPort, workerData } from 'node:worker_threads';
import { memoryOf } from '../onStored';
import { published, type PublishOrder } from './published';

const made = published(workerData as PublishOrder);
parentPort?.postMessage(made, memoryOf(made));
