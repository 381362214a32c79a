import { setTimeout as pause } from 'node:timers/promises';

/** What failed while something was measured: beside busy processes a command may be late, and its outcome unknown. */
export class Failures {
  private readonly counts = new Map<string, number>();

  add(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const line = `${what}: ${why}`;
    this.counts.set(line, (this.counts.get(line) ?? 0) + 1);
  }

  /** For people, below the tables: nothing where nothing failed. */
  get lines(): string[] {
    return [...this.counts].map(([line, count]) => `Failed ${count === 1 ? 'once' : `${count} times`}: ${line}`);
  }
}

const TRIES = 200;
const AGAIN_MS = 20;

/**
 * Sends it again until its outcome is known, as the guard of a step does: every script answers the same owner alike.
 * @throws Error when nothing is known after many tries.
 */
export async function known<R extends { readonly word: string }>(
  ask: () => Promise<R>,
): Promise<Exclude<R, { readonly word: 'unknown' }>> {
  for (let tries = 1; ; tries += 1) {
    const reply = await ask();
    if (reply.word !== 'unknown') return reply as Exclude<R, { readonly word: 'unknown' }>;
    if (tries === TRIES) throw new Error(`no answer to ${TRIES} tries`);
    await pause(AGAIN_MS);
  }
}

/** What stands before the measuring, and may be done twice: done again where it was late. */
export async function prepared<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries === TRIES) throw error;
      await pause(AGAIN_MS);
    }
  }
}
