/** What the outside world of the kit's tests sees and decides; one per test. */
export class World {
  /** Every entry into a step's own code, in order: `list`, `square 3`. */
  readonly ran: string[] = [];
  readonly notes: { readonly text: string; readonly token: number; readonly key: string }[] = [];
  /** Notes whose effect has ended. */
  readonly notesDone: string[] = [];
  /** Added to what steps return, so that a test can give the outside another content. */
  offset = 0;
  /** The number that `square` skips. */
  unwanted: number | undefined;
  private readonly hooks = new Map<string, (signal: AbortSignal) => Promise<void> | void>();

  /** Called by every step's own code; `on` decides what happens then. */
  async enter(name: string, signal: AbortSignal): Promise<void> {
    this.ran.push(name);
    await this.hooks.get(name)?.(signal);
  }

  /** What happens whenever the step called `name` runs. */
  on(name: string, hook: (signal: AbortSignal) => Promise<void> | void): this {
    this.hooks.set(name, hook);
    return this;
  }

  /** The first `times` runs of `name` fail. */
  failing(name: string, times = Infinity): this {
    let failed = 0;
    return this.on(name, () => {
      failed += 1;
      if (failed <= times) throw new Error(`${name} is broken`);
    });
  }

  /** `harm` is done once, when `name` runs for the first time. */
  onceOn(name: string, harm: () => Promise<unknown>): this {
    let done = false;
    return this.on(name, async () => {
      if (done) return;
      done = true;
      await harm();
    });
  }

  count(name: string): number {
    return this.ran.filter((entry) => entry === name).length;
  }

  squared(): number {
    return this.ran.filter((entry) => entry.startsWith('square ')).length;
  }
}

/** Resolves when the signal fires: a step that waits to be stopped. Rejects with the reason. */
export function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
