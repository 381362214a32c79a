import { setTimeout as pause } from 'node:timers/promises';
import { PaidAnswers } from '../../../../activities/kit';
import { ShuttingDown } from '../../../../activities/kit/errors';
import type { Asker } from '../../../../activities/kit/worker/paid';
import { LeaseLost, RedisUnreachable, ValueTooLarge } from '../../../../redis';

const asked = { name: 'name', what: 'item 1' };
const bounds = { keepMs: 200, bytes: 1000 };

/** A cache that can be away, and an attempt whose signals the test fires. */
class Scene {
  readonly stored = new Map<string, string>();
  readonly warnings: string[] = [];
  away = false;
  calls = 0;
  refused = 0;
  readonly paid: PaidAnswers;

  constructor(keepMs = bounds.keepMs) {
    this.paid = new PaidAnswers(
      {
        get: (name) => this.answer(() => this.stored.get(name)),
        put: (name, answer) =>
          this.answer(() => {
            if (answer.length > 5000) throw new ValueTooLarge('An answer', answer.length, 5000, 'Less.');
            if (!this.stored.has(name)) this.stored.set(name, answer);
            return this.stored.get(name) ?? '';
          }),
      },
      { warn: (message) => this.warnings.push(message) },
      { ...bounds, keepMs },
    );
  }

  /** A paid call that answers `text` when `ready` says so. */
  call(text: string, ready: Promise<unknown> = Promise.resolve()) {
    return async (): Promise<string> => {
      this.calls += 1;
      await ready;
      return text;
    };
  }

  private answer<T>(reply: () => T): Promise<T> {
    if (!this.away) return Promise.resolve().then(reply);
    this.refused += 1;
    return Promise.reject(new RedisUnreachable('The answer cache', 'redis://here', new Error('away')));
  }
}

function attempt() {
  const [stop, lease, cancel] = [new AbortController(), new AbortController(), new AbortController()];
  const ends: (() => void)[] = [];
  const asker: Asker = {
    signal: stop.signal,
    lease: lease.signal,
    cancelled: cancel.signal,
    assertHeld: () => lease.signal.throwIfAborted(),
    atEnd: (end) => void ends.push(end),
  };
  return {
    asker,
    lose() {
      const loss = new LeaseLost('a lock', 7, 'unreachable', 0);
      lease.abort(loss);
      stop.abort(loss);
      for (const end of ends) end();
    },
    cancel() {
      const reason = new Error('cancelled');
      cancel.abort(reason);
      stop.abort(reason);
    },
    end: () => ends.forEach((end) => end()),
  };
}

/** A promise and what resolves it. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await pause(5);
};

describe('rule 13: a paid answer', () => {
  it('is paid for once by all who ask for it at the same time, and afterwards by nobody', async () => {
    const scene = new Scene();
    const ask = () => scene.paid.ask(asked, attempt().asker, scene.call('7'));
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['7', '7', '7']);
    expect(await ask()).toBe('7');
    expect(scene.calls).toBe(1);
  });

  it('that was paid for before is waited for where Redis is away for a moment, and not paid for again', async () => {
    const scene = new Scene();
    scene.stored.set('name', '7');
    scene.away = true;
    const answer = scene.paid.ask(asked, attempt().asker, scene.call('8'));
    await until(() => scene.refused > 0);
    scene.away = false;
    expect([await answer, scene.calls]).toEqual(['7', 0]);
  });

  it('that arrives while Redis is away is stored as soon as Redis is back, and only then given out', async () => {
    const scene = new Scene();
    const { opened, open } = gate();
    const given: string[] = [];
    const answer = scene.paid.ask(asked, attempt().asker, scene.call('7', opened)).then((text) => given.push(text));
    await until(() => scene.calls === 1);
    scene.away = true;
    open();
    await pause(3 * 25);
    expect([scene.stored.size, given]).toEqual([0, []]);
    scene.away = false;
    await answer;
    expect([scene.stored.get('name'), given]).toEqual(['7', ['7']]);
  });

  it('of a call that outlives the lease serves the next attempt, which does not pay', async () => {
    const scene = new Scene();
    const { opened, open } = gate();
    const first = attempt();
    const answer = scene.paid.ask(asked, first.asker, scene.call('7', opened));
    await until(() => scene.calls === 1);
    scene.away = true;
    first.lose();
    await expect(answer).rejects.toThrow(LeaseLost);
    const second = scene.paid.ask(asked, attempt().asker, scene.call('8'));
    open();
    scene.away = false;
    await expect(second).resolves.toBe('7');
    expect([scene.calls, scene.stored.get('name')]).toEqual([1, '7']);
  });

  it('is not paid for without the lease: who joined pays instead', async () => {
    const scene = new Scene();
    scene.away = true;
    const first = attempt();
    const answer = scene.paid.ask(asked, first.asker, scene.call('7'));
    const joined = scene.paid.ask(asked, attempt().asker, scene.call('8'));
    first.lose();
    await expect(answer).rejects.toThrow(LeaseLost);
    scene.away = false;
    await expect(joined).resolves.toBe('8');
    expect(scene.calls).toBe(1);
  });

  it.each([
    ['a lost lease', new LeaseLost('a lock', 7, 'stolen', 0)],
    ['an unreachable Redis', new RedisUnreachable('The lock', 'redis://here', new Error('away'))],
    ['a shutdown', new ShuttingDown()],
  ])('that %s keeps its payer from is paid for by who joined, and the payer is told why', async (_what, why) => {
    const scene = new Scene();
    const refused = attempt().asker;
    const assertHeld = (): never => {
      throw why;
    };
    const answer = scene.paid.ask(asked, { ...refused, assertHeld }, scene.call('7'));
    const joined = scene.paid.ask(asked, attempt().asker, scene.call('8'));
    await expect(answer).rejects.toBe(why);
    await expect(joined).resolves.toBe('8');
  });

  it('whose run is cancelled is given up by its payer, and paid for by who joined', async () => {
    const scene = new Scene();
    const first = attempt();
    const hanging = (signal: AbortSignal): Promise<string> => {
      scene.calls += 1;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    };
    const answer = scene.paid.ask(asked, first.asker, hanging);
    await until(() => scene.calls === 1);
    const joined = scene.paid.ask(asked, attempt().asker, scene.call('8'));
    first.cancel();
    await expect(answer).rejects.toThrow('cancelled');
    await expect(joined).resolves.toBe('8');
  });

  it('that never comes is waited for no longer than its time after the attempt: who joined pays anew', async () => {
    const scene = new Scene();
    const { opened } = gate();
    const first = attempt();
    const answer = scene.paid.ask(asked, first.asker, scene.call('never', opened));
    await until(() => scene.calls === 1);
    first.lose();
    await expect(answer).rejects.toThrow(LeaseLost);
    await expect(scene.paid.ask(asked, attempt().asker, scene.call('8'))).resolves.toBe('8');
    expect(scene.calls).toBe(2);
    expect(scene.warnings).toEqual([
      'item 1: the call goes on long after its attempt. Who asks from now on pays anew.',
    ]);
  });

  it('whose call failed is nobody’s: all who asked are told, and the next one pays', async () => {
    const scene = new Scene();
    const failing = (): Promise<string> => Promise.reject(new Error('HTTP 500'));
    const both = [scene.paid.ask(asked, attempt().asker, failing), scene.paid.ask(asked, attempt().asker, failing)];
    await Promise.all(both.map((answer) => expect(answer).rejects.toThrow('HTTP 500')));
    await expect(scene.paid.ask(asked, attempt().asker, scene.call('7'))).resolves.toBe('7');
  });

  it('that two workers paid for is the one that was stored first', async () => {
    const scene = new Scene();
    const pay = (): Promise<string> => {
      scene.stored.set('name', 'theirs');
      return Promise.resolve('ours');
    };
    await expect(scene.paid.ask(asked, attempt().asker, pay)).resolves.toBe('theirs');
  });

  it('that is too large for the cache is refused at once', async () => {
    const scene = new Scene();
    const answer = scene.paid.ask(asked, attempt().asker, scene.call('x'.repeat(5001)));
    await expect(answer).rejects.toThrow(ValueTooLarge);
  });

  it('is given up, with a warning, when Redis stays away for too long after its attempt', async () => {
    const scene = new Scene();
    const first = attempt();
    const answer = scene.paid.ask(asked, first.asker, async () => {
      scene.away = true;
      return Promise.resolve('7');
    });
    await until(() => scene.away);
    first.end();
    await expect(answer).rejects.toThrow(RedisUnreachable);
    expect(scene.warnings).toEqual([expect.stringContaining('Redis was away for too long')]);
  });

  it('is given up, with a warning, when more than the memory for them waits for Redis: the oldest first', async () => {
    const scene = new Scene();
    const big = (letter: string) => async (): Promise<string> => {
      scene.away = true;
      return Promise.resolve(letter.repeat(600));
    };
    const answers = ['a', 'b'].map((letter) =>
      scene.paid.ask({ name: letter, what: letter }, attempt().asker, big(letter)),
    );
    const [first, second] = answers;
    await expect(first).rejects.toThrow(RedisUnreachable);
    scene.away = false;
    await expect(second).resolves.toBe('b'.repeat(600));
    expect(scene.warnings).toEqual([expect.stringContaining('more than 1000 bytes')]);
  });
});

describe('at the end of the process', () => {
  it('what was answered is stored before it ends, also when Redis comes back late', async () => {
    const scene = new Scene(60_000);
    const first = attempt();
    const answer = scene.paid.ask(asked, first.asker, async () => {
      scene.away = true;
      return Promise.resolve('7');
    });
    await until(() => scene.away);
    first.lose();
    await expect(answer).rejects.toThrow(LeaseLost);
    let hasEnded = false;
    const closed = scene.paid.close(0).then(() => (hasEnded = true));
    // Asked in vain once more, which takes longer than what is not waited for.
    await until(() => scene.refused > 2);
    expect(hasEnded).toBe(false);
    scene.away = false;
    await closed;
    expect(scene.stored.get('name')).toBe('7');
  });

  it('a call that outlived its attempt gets what is left of the grace, then its signal fires', async () => {
    const scene = new Scene();
    const first = attempt();
    const { opened, open } = gate();
    const told: unknown[] = [];
    const call = (name: string, ready: Promise<void>) => (signal: AbortSignal) => {
      scene.calls += 1;
      signal.addEventListener('abort', () => told.push(name), { once: true });
      return ready.then(() => name);
    };
    const answers = [
      scene.paid.ask({ name: 'quick', what: 'quick' }, first.asker, call('quick', opened)),
      scene.paid.ask({ name: 'endless', what: 'endless' }, first.asker, call('endless', gate().opened)),
    ];
    await until(() => scene.calls === 2);
    first.lose();
    await Promise.allSettled(answers);
    const closed = scene.paid.close(100);
    open();
    await closed;
    expect([scene.stored.get('quick'), told]).toEqual(['quick', ['endless']]);
  });
});
