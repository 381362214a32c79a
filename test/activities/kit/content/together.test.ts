import { z } from 'zod';
import { ref } from '../../../../activities/kit';
import { WireRef } from '../../../../activities/kit/authoring/fields';
import { loadFields } from '../../../../activities/kit/content/load';
import type { Sharing } from '../../../../activities/kit/content/load';
import { pack } from '../../../../activities/kit/content/refs';
import { FakeBlobs } from '../fakeStore';

let checks = 0;
const words = ref(z.array(z.string()).refine(() => (checks += 1) > 0));

async function stored(fake: FakeBlobs): Promise<WireRef> {
  return WireRef.parse((await pack(fake.store, 'a.list', 5, words, ['one', 'two'])).output);
}

interface Attempt extends Sharing {
  end(): void;
}

const attempts: Attempt[] = [];

/** An attempt of a shard of `runId`. */
function attempt(runId = 'run'): Attempt {
  const ends: (() => void)[] = [];
  const made = {
    runId,
    atEnd: (end: () => void) => void ends.push(end),
    end: () => ends.splice(0).forEach((end) => end()),
  };
  attempts.push(made);
  return made;
}

afterEach(() => attempts.splice(0).forEach(({ end }) => end()));

const read = (fake: FakeBlobs, list: WireRef, sharing?: Sharing) =>
  loadFields(fake.store, 'a.sum', { words }, { words: list }, sharing);

beforeEach(() => {
  checks = 0;
});

it('shards that work at the same time read and check what they share once, and have one value', async () => {
  const fake = new FakeBlobs();
  const list = await stored(fake);
  checks = 0;
  const [one, other] = await Promise.all([read(fake, list, attempt()), read(fake, list, attempt())]);
  expect(checks).toBe(1);
  expect(one['words']).toBe(other['words']);
  fake.blobs.clear();
  await expect(read(fake, list, attempt())).resolves.toEqual({ words: ['one', 'two'] });
});

it('who comes after the last of them has ended reads anew, and hears what is lost', async () => {
  const fake = new FakeBlobs();
  const list = await stored(fake);
  const [one, other] = [attempt(), attempt()];
  await Promise.all([read(fake, list, one), read(fake, list, other)]);
  fake.blobs.clear();
  one.end();
  const third = attempt();
  await expect(read(fake, list, third)).resolves.toBeDefined();
  other.end();
  third.end();
  await expect(read(fake, list, attempt())).rejects.toMatchObject({ type: 'StateLost' });
});

it('another run, and a step that shares nothing, read for themselves', async () => {
  const fake = new FakeBlobs();
  const list = await stored(fake);
  checks = 0;
  await Promise.all([read(fake, list, attempt()), read(fake, list, attempt('another')), read(fake, list)]);
  expect(checks).toBe(3);
});

it('what is lost or refused is told to each, and looked for again by the next', async () => {
  const fake = new FakeBlobs();
  const list = await stored(fake);
  const bytes = fake.blobs.get(list.$ref) as Uint8Array;
  fake.blobs.set(list.$ref, 'corrupt');
  const first = attempt();
  await expect(read(fake, list, first)).rejects.toMatchObject({ details: [[{ corrupt: true, strikes: 1 }]] });
  fake.blobs.set(list.$ref, bytes);
  await expect(read(fake, list, attempt())).resolves.toEqual({ words: ['one', 'two'] });
});
