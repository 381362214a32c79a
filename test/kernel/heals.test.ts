/** State that is lost, again and again, and what is counted. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import { identityOf } from '../../workflows/kit/identity';
import { Room } from '../../workflows/kit/room';
import { sizes } from '../../workflows/kit/shapes';
import { failed, failure } from './temporalFailures';
import { runOf } from './run';
import type { TestRun } from './run';
import type { Scheduled } from '../../testing/memory/virtual';

const lab = callsOf('lab') as unknown as {
  make: (input: object) => Promise<unknown>;
  read: (input: object) => Promise<number>;
};

/** A run whose first `times` reads find their input lost, corrupt if it is said so. */
async function losing(times: number, corrupt = false): Promise<TestRun> {
  let gen = 0;
  const run = runOf(
    { 'lab.make': { run: () => ({ a: 1 }), byRef: true }, 'lab.read': { run: () => 1 } },
    async (it) => [await it.once('drawn', () => Promise.resolve(7)), await lab.read({ made: await lab.make({}) })],
  );
  const isRead = ({ name }: Scheduled): boolean => name === 'lab.read';
  await run.work((activity) => {
    if (!isRead(activity) || gen >= times) return false;
    gen += 1;
    const lost = { field: 'made', step: 'lab.make', sha: 'x', gen, corrupt, strikes: 0 };
    run.sdk.fail(activity, failed(activity, failure('StateLost', 'lost', [[lost]])));
    return true;
  });
  return run;
}

it('a run whose state is lost opens again with what it remembers', async () => {
  const run = await losing(1);
  expect(run.result).toEqual([7, 1]);
  expect(run.progress.heals).toBe(1);
  expect(run.sdk.commands.filter((name) => name === 'kit.open')).toHaveLength(2);
  expect(run.sdk.commands.filter((name) => name === 'kit.remember')).toHaveLength(1);
});

it('twenty losses are healed, the next ends the run', async () => {
  expect((await losing(20)).result).toEqual([7, 1]);
  const run = await losing(21);
  expect(() => run.result).toThrow(/stored state was lost 21 times/);
});

it('the third corrupt output of a step ends the run', async () => {
  expect((await losing(2, true)).progress.strikes).toEqual({ 'lab.make': 2 });
  const run = await losing(3, true);
  expect(() => run.result).toThrow(/the output of lab.make was corrupt 3 times/);
});

it('the identity of an input: references by content, the order of fields does not count, that of a list does', () => {
  const ref = (gen: number) => ({ $ref: 'sha', step: 'lab.make', bytes: 1, gen });
  expect(identityOf({ a: ref(1), b: [1, { c: 2, d: 3 }] })).toBe(identityOf({ b: [1, { d: 3, c: 2 }], a: ref(2) }));
  expect(identityOf([1, 2])).not.toBe(identityOf([2, 1]));
  expect(identityOf({ a: undefined })).toBe(identityOf({}));
  expect(identityOf(undefined)).toBe('null');
});

it('calls wait in order for room, and one that is larger than the room has it alone', async () => {
  const room = new Room();
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const enter = (name: string, bytes: number) =>
    room.with(bytes, () => {
      began.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const all = [enter('a', sizes.callsBytes * 0.6), enter('b', sizes.callsBytes * 0.6), enter('c', 1)];
  await Promise.resolve();
  expect(began).toEqual(['a']);
  ends[0]?.();
  await all[0];
  await Promise.resolve();
  expect(began).toEqual(['a', 'b', 'c']);
  const huge = enter('huge', sizes.callsBytes * 2);
  ends[1]?.();
  ends[2]?.();
  await Promise.all(all);
  await Promise.resolve();
  expect(began.at(-1)).toBe('huge');
  ends[3]?.();
  await huge;
});
