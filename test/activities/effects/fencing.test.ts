/** One suite for effects of every kind: whoever was overtaken changes nothing, and nothing is done twice. */
import { attempt, closePostgres, KINDS } from './outsides';
import type { Outside } from './outsides';

afterAll(closePostgres);

describe.each(KINDS)('on $name', ({ open, locks }) => {
  let outside: Outside;
  beforeEach(async () => {
    outside = await open();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await outside.close();
  });
  const write = (token: number, content = `by ${token}`) => attempt(outside, content, token).run();
  const isStale: unknown = expect.objectContaining({ message: expect.stringMatching(/has seen \d+/) });
  /** The next change of the outside, and none after it, is preceded by this. */
  const once = (act: () => Promise<void> | void) => {
    outside.before = async () => {
      outside.before = () => undefined;
      await act();
    };
  };

  test('a stale writer after its successor changes nothing, and is told so', async () => {
    await write(6);
    await expect(write(5)).rejects.toEqual(isStale);
    await expect(outside.read()).resolves.toBe('by 6');
    await expect(write(5)).rejects.toEqual(isStale);
    expect(outside.changes()).toBe(1);
  });

  test('a writer that sleeps while its successor writes does not take readers back', async () => {
    await write(4);
    let successor: Promise<unknown> = Promise.resolve();
    const slept = new Promise<void>((wake) => {
      once(async () => {
        successor = Promise.resolve().then(() => write(6));
        wake();
        // Where the sleeper holds a lock, its successor waits for it.
        if (!locks) await successor;
      });
    });
    const sleeper = write(5).catch((error: unknown) => error);
    await slept;
    await successor;
    await expect(sleeper).resolves.toEqual(locks ? { done: true } : isStale);
    await expect(outside.read()).resolves.toBe('by 6');
  });

  test('the same token again is the same thing, done once', async () => {
    const first = await write(5);
    await expect(write(5)).resolves.toEqual(first);
    await expect(outside.read()).resolves.toBe('by 5');
    expect(outside.changes()).toBe(1);
  });

  test('of writers at once one wins, the one with the largest token; the others were before it or are refused', async () => {
    const tokens = [3, 8, 1, 6, 2, 7, 5, 4];
    const ends = await Promise.allSettled(tokens.map((token) => write(token)));
    await expect(outside.read()).resolves.toBe('by 8');
    expect(ends[1]?.status).toBe('fulfilled');
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(refused).toEqual(refused.map(() => isStale));
  });

  test('a crash between looking and writing leaves what was there; the same and the next token go on', async () => {
    await write(4);
    const crash = () => {
      outside.before = () => {
        outside.before = () => undefined;
        throw new Error('crash');
      };
    };
    crash();
    await expect(write(5)).rejects.toThrow(/crash|answered 500/);
    await expect(outside.read()).resolves.toBe('by 4');
    await write(5);
    await expect(outside.read()).resolves.toBe('by 5');
    crash();
    await expect(write(6)).rejects.toThrow(/crash|answered 500/);
    await write(7);
    await expect(outside.read()).resolves.toBe('by 7');
  });

  test('what was done before a crash is not done again in another way by the next attempt, under a larger token', async () => {
    const first = await attempt(outside, 'note', 5, 'order-1').run();
    await expect(attempt(outside, 'note', 6, 'order-1').run()).resolves.toEqual(first);
    await expect(outside.read()).resolves.toBe('note');
  });

  test('the locks are looked at last before it changes: wherever one is lost, nothing has changed', async () => {
    await write(4);
    let [isDone, checks] = [false, -1];
    while (!isDone) {
      checks += 1;
      const late = attempt(outside, 'late', 5, 'late', checks);
      isDone = await late.run().then(
        () => true,
        () => false,
      );
      await expect(outside.read()).resolves.toBe(isDone ? 'late' : 'by 4');
    }
    expect(checks).toBeGreaterThan(0);
    const again = attempt(outside, 'again', 6);
    once(() => void again.log.push('changed'));
    await again.run();
    expect(again.log[again.log.indexOf('changed') - 1]).toBe('held');
  });

  test('a step that was stopped changes nothing, and its reason is what is thrown', async () => {
    await write(4);
    const { run, abort } = attempt(outside, 'late', 5);
    const reason = new Error('cancelled');
    abort.abort(reason);
    await expect(run()).rejects.toBe(reason);
    await expect(outside.read()).resolves.toBe('by 4');
  });
});
