/** A run, a lock and a command line whose names are orders to a terminal: no command of the built product passes them on. */
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { envOf, runs } from './command';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const HOSTILE = 'evil\u001B[2J\u009B31m\u202E\u0007\nfake-run  completed  2026-01-01';
const FORBIDDEN = /(?!\n)[\p{Control}\u2028-\u202E\u2066-\u2069]/u;

test('no command prints what a hostile name holds, and none of its lines is taken for one of ours', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const { taskQueue } = pipelines.config();
  const start = { taskQueue, workflowId: HOSTILE, args: [{ count: 3 }], workflowTaskTimeout: '2s' as const };
  await (await pipelines.client.workflow.start('sumPipeline', start)).result().catch(() => undefined);
  const store = await pipelines.redis.open({ namespace: 'default' });
  const lock = await store.resource(HOSTILE).acquire({ leaseMs: 60_000 });
  const env = envOf(pipelines);
  await until(
    () => runs(['list'], env),
    ({ out }) => out.includes('evil'),
  );
  const page = join(await mkdtemp(join(tmpdir(), 'hostile-')), 'run.html');
  const commands: string[][] = [
    ['list'],
    ['locks'],
    ['doctor'],
    ['inspect', HOSTILE],
    ['inspect', HOSTILE, '--html', page],
    ...['watch', 'result', 'ledger', 'open', 'cancel', 'resume', 'retry'].map((command) => [command, HOSTILE]),
    ['inspect', `${HOSTILE} of nobody`],
    ['start', HOSTILE],
    [HOSTILE],
    ['list', `--${HOSTILE}`],
  ];
  const asJson = ['list', 'locks', 'doctor', 'inspect'].map((command) => [
    command,
    ...(command === 'inspect' ? [HOSTILE] : []),
    '--json',
  ]);
  for (const form of [...commands, ...asJson]) {
    const { out, err } = await runs(form, env);
    expect({ form, said: FORBIDDEN.exec(out + err) }).toEqual({ form, said: null });
    const forged = (out + err).split('\n').filter((line) => line.startsWith('fake-run'));
    expect({ form, forged }).toEqual({ form, forged: [] });
  }
  expect(readFileSync(page, 'utf8')).not.toMatch(/(?![\t\n\r])[\p{Control}\u202A-\u202E\u2066-\u2069]/u);
  await lock.release();
});
