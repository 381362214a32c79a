/** Whoever told a run something has an answer before it ends. On a virtual clock. */
import { steps as callsOf } from '../../workflows/kit';
import type { Scheduled } from '../../testing/memory/virtual';
import { runOf } from './run';

const lab = callsOf('lab') as unknown as Record<'fails' | 'late', (input: object) => Promise<number>>;
const steps = {
  'lab.fails': {
    run: () => {
      throw new Error('not today');
    },
  },
  'lab.late': { run: () => 1 },
};

it.each([
  ['ok', async () => 'a result', { result: 'a result' }],
  [
    'failed',
    () => Promise.reject(new Error('not wanted')),
    { error: expect.objectContaining({ message: 'not wanted' }) },
  ],
])('a run that would end %s waits for the retry that a person has begun', async (_, end, ended) => {
  const run = runOf(steps, async () => {
    await Promise.race([lab.fails({}), lab.late({})]);
    return end();
  });
  const late = ({ name }: Scheduled): boolean => name === 'lab.late';
  const reset = ({ name }: Scheduled): boolean => name === 'kit.reset';
  await run.work(late);
  expect(run.row('lab.fails').status).toBe('paused');

  const told = run.sdk.update('retryStep', { step: 'lab.fails', fresh: true });
  await run.work(reset);
  expect(run.ended).toBeUndefined();

  await run.work();
  await told;
  expect(run.ended).toEqual(ended);
});
