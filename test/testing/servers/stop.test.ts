import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify } from '../../../testing/servers/identity';
import { stopProcess } from '../../../testing/servers/stop';

test('a server that ignores SIGTERM is killed', async () => {
  const stubborn = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.05; done'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(stubborn.stdout, 'data');
  const ended = once(stubborn, 'exit');
  await stopProcess(identify(stubborn.pid ?? 0), 200);
  expect(await ended).toEqual([null, 'SIGKILL']);
});
