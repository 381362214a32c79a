/** What runs inside the thread that makes the files of one large report. */
import { parentPort, workerData } from 'node:worker_threads';
import { filesOf, type FilesOrder } from './files';

parentPort?.postMessage(filesOf(workerData as FilesOrder));
