/** Large files in a thread of the built code: the caller's loop goes on. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Input from '../../../../activities/report/input';

const dist = join(__dirname, '..', '..', '..', '..', 'dist', 'activities', 'report', 'input', 'index.js');
const { readCommentsAway } = createRequire(__filename)(dist) as typeof Input;

const large = Buffer.from(
  `id,comment\n${Array.from({ length: 10_000 }, (_, at) => `${at},"${'we need more trees near our school '.repeat(20)}${at}"`).join('\n')}`,
);

test('a file of 7 MB is read while the caller does other things', async () => {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 5);
  const { comments, total } = await readCommentsAway(large, {}, new AbortController().signal);
  clearInterval(timer);
  expect([comments.length, total]).toEqual([10_000, 10_000]);
  expect(ticks).toBeGreaterThan(3);
});

test('what the thread finds wrong with the file arrives with its code and what to do', async () => {
  const fault = await readCommentsAway(large, { columns: ['Remarks'] }, new AbortController().signal).catch(
    (error: unknown) => error,
  );
  expect(fault).toMatchObject({
    name: 'InputFault',
    code: 'NO_SUCH_COLUMN',
    remedy: expect.stringContaining('--column') as unknown,
  });
});

test('a signal ends it, with its reason', async () => {
  const stop = new AbortController();
  const reading = readCommentsAway(large, {}, stop.signal);
  stop.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});
