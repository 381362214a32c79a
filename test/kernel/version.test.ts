/** A run that another kernel began, on a virtual clock. */
import '../../testing/memory/asyncLocal';
import { AnotherKernel, KERNEL } from '../../workflows/kit/version';
import { runOf } from './run';

it.each([KERNEL + 1, undefined])(
  'kit.open tells of kernel %s: the body is not begun, and the run has not ended',
  async (kernel) => {
    let begun = 0;
    const run = runOf({}, () => Promise.resolve((begun += 1)));
    await run.work(({ name }) => name === 'kit.open');
    const [open] = run.pending;
    if (!open) throw new Error('the run did not open');
    expect(open.args).toEqual([{ input: {}, kernel: KERNEL }]);
    const opened = {
      input: {},
      date: '2026-01-01T00:00:00.000Z',
      remembered: {},
      searchAttributes: [],
      notifies: false,
    };
    run.sdk.answer(open, { ...opened, stateTtlMs: 1000, kernel });
    await run.work();
    expect(() => run.result).toThrow(AnotherKernel);
    expect([begun, run.pending.length, run.progress.status]).toEqual([0, 0, 'running']);
  },
);
