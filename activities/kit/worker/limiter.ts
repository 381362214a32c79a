/**
 * At most `limit` places, first come first served. One for each step of a process (design §4). Whoever waits can stop
 * waiting, and a place belongs to who entered, not to what runs in it: it can be given back for code that never returns.
 */
export class Limiter {
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limit: number) {}

  /**
   * Waits for a place.
   * @returns what gives it back; called again it does nothing. Rejects with `signal.reason` when that fires first: then
   * no place is taken and nobody waits.
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.taken < this.limit) this.taken += 1;
    else await this.itsTurn(signal);
    let isMine = true;
    return () => {
      if (isMine) this.passOn();
      isMine = false;
    };
  }

  /** Runs `work` in a place of its own. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  private itsTurn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.delete(next);
        reject(signal?.reason as Error);
      };
      this.waiting.add(next);
      signal?.addEventListener('abort', giveUp);
    });
  }

  private passOn(): void {
    const [next] = this.waiting;
    if (!next) {
      this.taken -= 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
