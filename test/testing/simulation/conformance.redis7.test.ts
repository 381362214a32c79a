/** The table of cases on a real server: what the simulation is held to is what Redis answers. */
import { allCases } from './cases';
import { answersTo, type Step } from './cases/case';
import { before, memoryFull } from './cases/memory';
import { useRealAnswers } from './realAnswers';

const real = useRealAnswers();
const play = (steps: readonly Step[]) => answersTo(steps, real.call);

beforeEach(() => real.redis.flushall());

test.each(Object.entries(allCases))('%s', async (_, steps) => {
  expect(await play(steps)).toEqual(steps);
});

test.each(Object.entries(memoryFull))('memory full: %s', async (_, steps) => {
  await play(before);
  await real.redis.config('SET', 'maxmemory', 1);
  try {
    expect(await play(steps)).toEqual(steps);
  } finally {
    await real.redis.config('SET', 'maxmemory', 0);
  }
});
