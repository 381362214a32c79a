import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAddress, RedisAddressInvalid } from '../../redis';
import { readTls, redisTlsFrom } from '../../redis/tls';

const secure = parseAddress('rediss://cache');
const plain = parseAddress('redis://cache');
const socket = parseAddress('unix:///run/redis.sock');

test('the environment names each file by its own variable, and says nothing where it has none', () => {
  expect(
    redisTlsFrom({ PIPELINE_REDIS_TLS_CA: 'a', PIPELINE_REDIS_TLS_CERT: 'b', PIPELINE_REDIS_TLS_KEY: 'c', OTHER: 'd' }),
  ).toEqual({ redisTls: { ca: 'a', cert: 'b', key: 'c' } });
  expect(redisTlsFrom({ PIPELINE_REDIS_TLS_CA: 'a' })).toEqual({ redisTls: { ca: 'a' } });
  expect(redisTlsFrom({ PIPELINE_REDIS_TLS_CA: '' })).toEqual({});
});

test('the files that are named are read, and none where none is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  try {
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, 'its text');
    expect(readTls(secure, { ca })).toEqual({ ca: Buffer.from('its text') });
    expect(readTls(secure)).toEqual({});
    expect(readTls(plain)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that cannot be read is named with its variable', () => {
  const read = () => readTls(secure, { key: '/nowhere/key.pem' });
  expect(read).toThrow(RedisAddressInvalid);
  expect(read).toThrow(/PIPELINE_REDIS_TLS_KEY names.*ENOENT/);
});

test('files for an address without TLS are refused, with what to do', () => {
  const files = { ca: 'a', cert: 'b' };
  expect(() => readTls(plain, files)).toThrow(/TLS_CA and PIPELINE_REDIS_TLS_CERT are set: begin it with rediss/);
  expect(() => readTls(socket, { ca: 'a' })).toThrow(/a socket has none/);
});
