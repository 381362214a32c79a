/** A client in a process of its own that starts a report and is killed on the way. Started by `client.crash.test.ts`. */
import { connect } from '../../client';
import { startReport } from '../../report/start';
import { Journal } from './journal';
import { reachFor, watchRedis } from './points';

async function main([address = '', redisUrl = '', taskQueue = '', prefix = '', when = '', csv = '']: string[]) {
  const journal = new Journal('/dev/null');
  if (when === 'uploaded') watchRedis(reachFor({ at: 'blob', when: 'after', how: 'kill' }, journal), journal);
  const client = await connect({ temporal: { connectionOptions: { address } }, redisUrl, taskQueue, prefix });
  await startReport(client, Buffer.from(csv), { title: when });
  process.kill(process.pid, 'SIGKILL');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
