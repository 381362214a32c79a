/** The S3 effect against a store that others made, and the report that is written there from the command line. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3Sink } from '../../../activities';
import { runs } from '../../cli/command';
import { startMoto } from '../../support/moto';
import type { Moto } from '../../support/moto';
import { startFakeS3 } from './fakeS3';
import { fakeStep } from './step';

let moto: Moto;
const folder = mkdtempSync(join(tmpdir(), 'moto-'));
beforeAll(async () => {
  moto = await startMoto('town');
}, 600_000);
afterAll(async () => {
  await moto.stop();
  rmSync(folder, { recursive: true });
});

const ROUNDS = 5;
const credentials = () => Promise.resolve({ accessKeyId: 'id', secretAccessKey: 'secret' });
const write = (token: number, content: string) =>
  s3Sink('s3://town/notes', { endpoint: moto.endpoint, credentials }).write(
    fakeStep({ deps: {}, token }).step,
    'ä +.txt',
    content,
  );
/** A bucket is private; whose signature it is moto does not check. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=id/20261126/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
/** To the byte: `text()` of an answer leaves the byte order mark out. */
const get = async (key: string): Promise<string> => {
  const answer = await fetch(`${moto.endpoint}/town/${key}`, { headers: { authorization } });
  return Buffer.from(await answer.arrayBuffer()).toString('utf8');
};

test('moto passes the trial, keeps the token, and refuses whoever was overtaken', async () => {
  await write(5, 'first');
  await write(7, 'second');
  await expect(write(6, 'late')).rejects.toMatchObject({ name: 'StaleToken', offered: 6, seen: 7 });
  await expect(write(7, 'second')).resolves.toMatchObject({ bytes: 6 });
  await expect(get('notes/%C3%A4%20%2B.txt')).resolves.toBe('second');
});

test('of writers at once the one with the largest token stays', async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const tokens = [11, 18, 13, 16].map((token) => 10 * round + token);
    const largest = Math.max(...tokens);
    const ends = await Promise.allSettled(tokens.map((token) => write(token, `by ${token}`)));
    expect(ends[1]?.status).toBe('fulfilled');
    await expect(get('notes/%C3%A4%20%2B.txt')).resolves.toBe(`by ${largest}`);
  }
});

const report = (endpoint: string, ...flags: readonly string[]) => {
  const aws = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const out = join(folder, 'out');
  const args = [
    'report',
    join(__dirname, '../../../examples/comments.csv'),
    '--memory',
    '--out',
    out,
    '--to',
    's3://town/spring',
  ];
  return runs([...args, ...flags], { ...aws, TEMPORAL_ADDRESS: undefined, REDIS_URL: undefined });
};

test('a report is put into a bucket beside its folder, the same to the byte', async () => {
  const { code, out, err } = await report(moto.endpoint);
  expect([code, err]).toEqual([0, expect.stringContaining('deliver [s3://town/spring]')]);
  expect(out).toContain('s3://town/spring/report.html');
  for (const name of ['report.json', 'report.html', 'ledger.json', 'claims.csv'])
    await expect(get(`spring/${name}`)).resolves.toBe(readFileSync(join(folder, 'out', name), 'utf8'));
});

test('a store that ignores conditions stops the report, which says why', async () => {
  const store = await startFakeS3('nothing');
  try {
    const { code, err } = await report(store.endpoint);
    expect(err).toContain('does not honour If-Match and If-None-Match on PUT');
    expect(code).toBe(6);
    expect(store.objects.size).toBe(0);
  } finally {
    store.close();
  }
});
