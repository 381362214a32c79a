import { setTimeout as pause } from 'node:timers/promises';

export interface Call {
  readonly id: string;
  readonly key: string;
  readonly from: number;
  to?: number;
}

/** The outside that wants money for every call, and keeps its own books. */
export class Shop {
  readonly calls: Call[] = [];
  /** What is sold under an id instead of the right thing, one after the other; the last one for ever. */
  readonly odd = new Map<string, unknown[]>();
  /** Calls whose signal fired. */
  readonly ended: string[] = [];
  private waiting: { readonly calls: number; readonly go: () => void }[] = [];

  /** Costs money at once; takes `ms`. */
  async sell(id: string, key: string, signal: AbortSignal, ms = 0): Promise<{ paid: string }> {
    const call: Call = { id, key, from: performance.now() };
    this.calls.push(call);
    for (const { go, calls } of this.waiting) if (this.calls.length >= calls) go();
    await pause(ms, undefined, { signal }).catch((error: unknown) => {
      this.ended.push(id);
      throw error;
    });
    call.to = performance.now();
    const odd = this.odd.get(id);
    const sold = odd && odd.length > 1 ? odd.shift() : odd?.[0];
    if (sold instanceof Error) throw sold;
    return (odd ? sold : { paid: id }) as { paid: string };
  }

  /** Resolves when so many calls have been made. */
  reaching(calls: number): Promise<void> {
    return new Promise((go) => {
      if (this.calls.length >= calls) go();
      else this.waiting = [...this.waiting, { calls, go }];
    });
  }

  /** How often each was paid for. */
  count(id: string): number {
    return this.calls.filter((call) => call.id === id).length;
  }

  keysOf(id: string): string[] {
    return [...new Set(this.calls.flatMap((call) => (call.id === id ? [call.key] : [])))];
  }
}
