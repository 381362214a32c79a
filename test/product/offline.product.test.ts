/** A machine that reaches nothing: a namespace of the network with a loopback of its own and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEncoder } from '../../activities/report/builtin/encoder/fetch';
import { startStack } from '../../testing/servers/stack';
import { main } from '../cli/command';
import { root } from '../docs/titles';

/** What `ip link set lo up` does, with the Python that the tests need anyway; then it becomes the command. */
const LOOPBACK_ALONE = `
import fcntl, os, socket, struct, sys
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 0x1))
os.execvp(sys.argv[1], sys.argv[1:])
`;
const comments = join(root, 'examples', 'comments.csv');
const out = mkdtempSync(join(tmpdir(), 'offline-'));
afterAll(() => rmSync(out, { recursive: true }));

/** Runs a command where no other machine can be reached. Rejects where `unshare` (util-linux) is missing. */
async function cutOff(
  command: readonly string[],
  extra: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; err: string; said: string }> {
  const { TEMPORAL_ADDRESS: _, REDIS_URL: __, ...env } = process.env;
  const inside = ['unshare', '--map-root-user', '--net', 'python3', '-c', LOOPBACK_ALONE, ...command] as const;
  const child = spawn(inside[0], inside.slice(1), {
    env: { ...env, NO_COLOR: '1', ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { said: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

it('with servers and encoder in the cache a whole report is made where no network is', async () => {
  await ensureEncoder();
  await (await startStack()).stop();
  const networks = await cutOff([process.execPath, '-p', 'Object.keys(os.networkInterfaces()).join()']);
  expect(networks).toEqual({ code: 0, said: 'lo\n', err: '' });
  const report = await cutOff([
    process.execPath,
    main,
    'report',
    comments,
    '--memory',
    '--id',
    'offline',
    '--out',
    out,
  ]);
  expect(report).toMatchObject({ code: 0, err: expect.stringContaining('ok: 154 inputs') as string });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('<h1');
  expect(report.err).not.toMatch(/download/i);
});

it('without the encoder it says where it was looked for, and makes no report', async () => {
  const missing = join(out, 'nothing.bin');
  const report = await cutOff(
    [process.execPath, main, 'report', comments, '--memory', '--id', 'none', '--out', join(out, 'none')],
    { PIPELINE_ENCODER_PATH: missing },
  );
  expect(report).toMatchObject({ code: 1, said: '' });
  expect(report.err).toContain(`PIPELINE_ENCODER_PATH names ${missing}, which is not there`);
});
