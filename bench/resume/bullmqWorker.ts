/** A worker of BullMQ with its default settings, on the same work: items of 20 ms, noted as they are done. */
import { setTimeout as pause } from 'node:timers/promises';
import { load } from '../locks/packages';
import { Journal } from './journal';

interface BullMq {
  readonly Worker: new (queue: string, process: () => Promise<void>, options: object) => unknown;
}

const [, , file = '', url = ''] = process.argv;
const { hostname: host, port } = new URL(url);
const journal = new Journal(file);
const { Worker } = load('bullmq') as BullMq;

new Worker(
  'resume',
  async () => {
    for (let n = 0; n < 100_000; n += 1) {
      await pause(20);
      journal.note();
    }
  },
  { connection: { host, port: Number(port) } },
);
