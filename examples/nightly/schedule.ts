/** `npm run schedule`: each night at three, and now once. The same again changes it. */
import { connect } from 'pipeline-worker/client';
import type { nightly } from './pipelines';

async function main(): Promise<void> {
  const client = await connect();
  const timing = { cron: '0 3 * * *', timezone: 'Europe/Zurich', overlap: 'SKIP' } as const;
  const input = { shops: ['bern', 'basel', 'chur'] };
  const { schedule } = await client.schedule<typeof nightly>('each-night', timing, 'nightly', input);
  const run = await schedule.trigger();
  console.log(await run?.result(), (await schedule.describe()).next[0]);
  await client.close();
}

void main();
