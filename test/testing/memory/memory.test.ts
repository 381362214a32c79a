/** Pipelines in memory: nothing installed, no server, no time. */
import { testPipelines } from '../../../testing/testPipelines';
import type { TestKit } from '../../../testing/testKit';
import { asking, order } from '../pipelines';
import { shopSteps } from '../shop';
import type { Deps } from '../shop';

let kit: TestKit;
let deps: { seen: string[]; trouble?: Deps['trouble'] };
beforeEach(async () => {
  deps = { seen: [] };
  kit = await testPipelines({ inMemory: true, pipelines: { order, asking }, steps: [shopSteps], deps });
});
afterEach(() => kit.close());

const done = { receipt: 'receipt of 1', sold: 2 };

test('a pipeline runs from its input to its result, and sleeps a day, in less than two seconds of a processor', async () => {
  const before = process.cpuUsage();
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  expect(await started.result()).toEqual(done);
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(2_000_000);
  expect(deps.seen).toEqual(['charge-1: 400', 'on its way: receipt of 1']);
  expect(kit.calls('shop.price').map(({ input }) => input)).toEqual(
    [1, 2, 3].map((n) => ({ sku: `1-${n}`, cents: n * 100 })),
  );
});

test('a step that was recorded before its worker died is not done again, also a day later', async () => {
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await kit.crash({ after: 'shop.charge' });
  await kit.sleep('25 hours');
  expect(await started.result()).toEqual(done);
  expect(kit.calls('shop.charge')).toHaveLength(1);
});

test('an effect whose worker died before it was recorded is sent again, under the same key', async () => {
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await kit.crash({ in: 'shop.charge' });
  expect(await started.result()).toEqual(done);
  expect(deps.seen.slice(0, 2)).toEqual(['charge-1: 400', 'charge-1: 400']);
  expect(kit.calls('shop.charge').map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('of a step whose lock is lost the signal fires, and another attempt does it', async () => {
  let stopped = 0;
  deps.trouble = (what, signal) => {
    if (what !== 'charge' || kit.calls('shop.charge').length > 1) return;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        stopped += 1;
        reject(signal.reason as Error);
      });
    });
  };
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await kit.expire(started, 'shop.charge');
  expect(await started.result()).toEqual(done);
  expect(stopped).toBe(1);
  expect(deps.seen).toEqual(['charge-1: 400', 'on its way: receipt of 1']);
});

test('a step that fails is tried again, then waits for a person, who is told how', async () => {
  deps.trouble = (what) => {
    if (what === 'mail') throw new Error('no way out');
  };
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await expect(started.result()).rejects.toThrow(
    /^The run o1 waits for a person .*shop\.mail: .*failed 5 times.*no way out/,
  );
  await started.skip('shop.mail', 'by phone');
  expect(await started.result()).toEqual(done);
});

test('a failure has its type and its reason', async () => {
  const started = kit.start(order, { id: '1', factor: 1000 }, { id: 'o1', onFailure: 'fail' });
  await expect(started.result()).rejects.toMatchObject({
    status: 'failed',
    type: 'TooMuch',
    reason: '400000 cents are too much',
  });
  const wrong = kit.start(order, { id: 1 } as never, { id: 'o2' });
  await expect(wrong.result()).rejects.toMatchObject({ type: 'RunInputInvalid' });
});

test('a person answers, or three days pass', async () => {
  const answered = kit.start(asking, { question: '?' }, { id: 'a1' });
  await answered.answer('go', 'yes');
  expect(await answered.result()).toBe('yes');
  const ignored = kit.start(asking, { question: '?' }, { id: 'a2' });
  await kit.sleep('71 hours');
  expect(await ignored.progress()).toMatchObject({ status: 'waiting', waitingFor: ['go'] });
  await kit.sleep('2 hours');
  await expect(ignored.result()).rejects.toMatchObject({ type: 'NoAnswer' });
});

test('a run that is cancelled ends cancelled', async () => {
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await started.cancel();
  await expect(started.result()).rejects.toMatchObject({ status: 'cancelled' });
});

test('another run of the id finds what was recorded, within its life of a day', async () => {
  await kit.start(order, { id: '1' }, { id: 'o1' }).result();
  expect(await kit.start(order, { id: '1' }, { id: 'o1' }).result()).toEqual(done);
  expect(kit.calls('shop.charge')).toHaveLength(1);
});

test('what cannot be is said at once', async () => {
  await expect(async () => kit.calls('charge')).rejects.toThrow("There is no step 'charge'. There are: shop.charge");
  expect(() => kit.start(() => Promise.resolve(), undefined as never, { id: 'x' })).toThrow('which has: order, asking');
  const started = kit.start(order, { id: '1' }, { id: 'o1' });
  await started.result();
  await expect(kit.crash({ after: 'shop.charge' })).rejects.toThrow('No worker died after shop.charge');
  await expect(kit.expire('o1', 'shop.charge')).rejects.toThrow('holds no lock');
});

test('an id belongs to one input: another one under it fails, and nothing is done', async () => {
  await kit.start(order, { id: '1' }, { id: 'o1' }).result();
  const before = deps.seen.length;
  await expect(kit.start(order, { id: '2' }, { id: 'o1' }).result()).rejects.toMatchObject({ type: 'RunInputChanged' });
  expect(deps.seen).toHaveLength(before);
});
