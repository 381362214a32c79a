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

const TRIES = 100;

/**
 * Sends it again until its outcome is known, as the guard of a step does: every script answers the same owner alike.
 * @throws Error when nothing is known after a hundred tries.
 */
export async function known<R extends { readonly word: string }>(
  ask: () => Promise<R>,
): Promise<Exclude<R, { readonly word: 'unknown' }>> {
  for (let tries = 1; ; tries += 1) {
    const reply = await ask();
    if (reply.word !== 'unknown') return reply as Exclude<R, { readonly word: 'unknown' }>;
    if (tries === TRIES) throw new Error(`no answer to ${TRIES} tries`);
  }
}
