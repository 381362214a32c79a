import { z } from 'zod';
import { Stored } from '../../../activities/kit';
import { memoryOf, onStored } from '../../../activities/report/onStored';
import { received } from '../../../activities/report/received';
import { valueOf } from '../../support/stored';

const twice = onStored({ list: z.array(z.number()) }, z.array(z.number()), ({ list }) => list.map((n) => 2 * n));

test('work on contents reads what it is given and writes what it makes', () => {
  const made = received(twice({ list: Stored.of([1, 2]) }));
  expect([valueOf(made), made.items]).toEqual([[2, 4], 2]);
});

test('content of another form is a final failure that names the input', async () => {
  const refusing = Promise.resolve(twice({ list: Stored.of(['a'] as never) })).then(received);
  await expect(refusing).rejects.toMatchObject({ type: 'InputInvalid', nonRetryable: true });
  await expect(refusing).rejects.toThrow(/^its input 'list' is not what it declares: \[0\]: .*expected number/);
});

test('what the work makes is held to its schema', () => {
  const wrong = onStored({}, z.array(z.string()), () => [1] as never);
  expect(() => wrong({})).toThrow(/expected string/);
});

test('memory changes hands only where nothing else lies in it', () => {
  const own = new Stored(new Uint8Array(8));
  const part = new Stored(new Uint8Array(new ArrayBuffer(16), 4, 8));
  expect(memoryOf({ own, part, other: 'text' })).toEqual([own.json.buffer]);
  expect(memoryOf(undefined)).toEqual([]);
});
