import { Limiter } from '../../../../activities/kit/worker/limiter';

it('runs as many as it may, in order, and goes on after a failure', async () => {
  const limiter = new Limiter(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = Array.from({ length: 6 }, (_, i) =>
    limiter.run(async () => {
      order.push(i);
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      if (i === 1) throw new Error('one fails');
    }),
  );
  const results = await Promise.allSettled(work);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect([most, order]).toEqual([2, [0, 1, 2, 3, 4, 5]]);
});

describe('a place', () => {
  /** Who has been let in so far, without waiting. */
  const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('given back twice is given back once: what returns late frees nobody else’s', async () => {
    const limiter = new Limiter(1);
    const leave = await limiter.enter();
    const entered: number[] = [];
    for (const i of [1, 2]) void limiter.enter().then(() => entered.push(i));
    leave();
    leave();
    await settled();
    expect(entered).toEqual([1]);
  });

  it('is not waited for any more once the signal fires, and goes to the next in the queue', async () => {
    const limiter = new Limiter(1);
    const leave = await limiter.enter();
    const stop = new AbortController();
    const stopped = limiter.enter(stop.signal);
    const entered: string[] = [];
    void limiter.enter().then(() => entered.push('next'));
    stop.abort(new Error('stop'));
    await expect(stopped).rejects.toThrow('stop');
    leave();
    await settled();
    expect(entered).toEqual(['next']);
  });

  it('that came before the signal is kept, and one that would come after it is not taken', async () => {
    const limiter = new Limiter(1);
    const stop = new AbortController();
    const leave = await limiter.enter(stop.signal);
    stop.abort(new Error('stop'));
    await expect(limiter.enter(stop.signal)).rejects.toThrow('stop');
    leave();
    (await limiter.enter())();
  });
});
