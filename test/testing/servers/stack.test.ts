import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../../../testing/servers/identity';
import { findStack } from '../../../testing/servers/stack';
import { ownCache } from './folder';

const cache = ownCache();
const addresses = { temporalAddress: '127.0.0.1:1', redisUrl: 'redis://127.0.0.1:2', uiUrl: 'http://127.0.0.1:3' };
const dead = { pid: process.pid, start: 'another time' };

function writeNote(processes: ProcessIdentity[]): void {
  writeFileSync(join(cache, 'stack.json'), JSON.stringify({ ...addresses, processes }));
}

test('a stack is found while its owner and its servers live', async () => {
  writeNote([identify(process.pid), identify(process.ppid)]);
  expect(await findStack()).toEqual(addresses);
});

test.each([
  ['its owner', [dead, identify(process.pid)]],
  ['one of its servers', [identify(process.pid), dead]],
])('a stack is not found when %s is dead', async (_, processes) => {
  writeNote(processes);
  expect(await findStack()).toBeUndefined();
});

test('a note that is no note finds nothing', async () => {
  writeFileSync(join(cache, 'stack.json'), '{"temporalAddress": 1}');
  expect(await findStack()).toBeUndefined();
});
