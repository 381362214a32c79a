import { z } from 'zod';
import { mapped, ref, Stored, stored } from '../../../../activities/kit';
import { loadFields } from '../../../../activities/kit/content/load';
import { pack } from '../../../../activities/kit/content/refs';
import { WireRef } from '../../../../activities/kit/authoring/fields';
import { FakeBlobs } from '../fakeStore';

const numbers = ref(z.array(z.number()));

async function packed(fake: FakeBlobs, value: unknown): Promise<WireRef> {
  return WireRef.parse((await pack(fake.store, 'a.list', 5, numbers, value)).output);
}

test('what a step returns as it is to be stored has the reference of its value, field by field too', async () => {
  const fake = new FakeBlobs();
  const list = [3, 1, 2];
  expect(await packed(fake, Stored.of(list))).toEqual(await packed(fake, list));
  const { output } = await pack(
    fake.store,
    'a.list',
    5,
    { numbers, text: ref(z.string()) },
    {
      numbers: Stored.of(list),
      text: Stored.of('a'),
    },
  );
  expect(output).toEqual({ numbers: await packed(fake, list), text: expect.objectContaining({ bytes: 3 }) as unknown });
});

test('a stored field is handed to its step as it lies there, unread, and each reader has bytes of its own', async () => {
  const fake = new FakeBlobs();
  const wire = await packed(fake, [1, 2]);
  const sharing = { runId: 'run', atEnd: () => undefined };
  const read = async (): Promise<Stored<number[]>> => {
    const { list } = await loadFields(fake.store, 'a.sum', { list: stored(numbers) }, { list: wire }, sharing);
    return list as Stored<number[]>;
  };
  const [one, other] = await Promise.all([read(), read()]);
  expect(one).toBeInstanceOf(Stored);
  expect([Buffer.from(one.json).toString(), one.items]).toEqual(['[1,2]', 2]);
  expect(other).not.toBe(one);
  expect(one.read(z.array(z.number()))).toEqual({ value: [1, 2] });
  expect(one.read(z.array(z.number()).max(1))).toEqual({ refused: expect.stringMatching(/Too big/) as unknown });
});

test('of a view of a map it is the values', async () => {
  const fake = new FakeBlobs();
  const entries = [
    { id: 'a', outcome: 'ok', value: 1 },
    { id: 'b', outcome: 'failed', reason: 'no' },
  ];
  const whole = WireRef.parse((await pack(fake.store, 'a.map', 5, mapped(z.number()), entries)).output);
  const load = (wire: WireRef) => loadFields(fake.store, 'a.sum', { list: stored(numbers) }, { list: wire });
  expect((await load({ ...whole, view: 'ok' }))['list']).toMatchObject({ items: 1 });
  expect(Buffer.from(((await load({ ...whole, view: 'ok' }))['list'] as Stored<unknown>).json).toString()).toBe('[1]');
  expect(((await load(whole))['list'] as Stored<unknown>).items).toBe(2);
});
