import { monotonicMs } from './clock';
import type { KeptClient } from './keptClient';

/**
 * A connection that stood is gone, or does not answer any more; all stand again; or one was made anew, from the address, because
 * the one that was there did not find its Redis any more, with what it said at last.
 */
export type ConnectionNews =
  | { readonly is: 'away'; readonly why: string }
  | { readonly is: 'back'; readonly afterMs: number }
  | { readonly is: 'replaced'; readonly why: string };

/** Tells of each outage twice, when it begins and when it is over, however many commands it costs, and of what was replaced. */
export class Outages {
  private awaySince: number | undefined;
  private lastError = 'the connection was closed';
  private isOver = false;
  private readonly doubted = new Set<KeptClient>();

  constructor(
    private readonly clients: readonly KeptClient[],
    private readonly tell: (news: ConnectionNews) => void,
  ) {
    for (const kept of clients) {
      this.listen(kept);
      kept.onReplaced(() => this.listen(kept));
    }
  }

  /** A connection stands, and nobody answers there. */
  doubt(kept: KeptClient, why: string): void {
    this.doubted.add(kept);
    this.away(why);
  }

  /** It is answered there again, or there is another in its place, because of what the former said. */
  trust(kept: KeptClient, replacedFor?: string): void {
    this.doubted.delete(kept);
    if (replacedFor !== undefined && !this.isOver) this.tell({ is: 'replaced', why: replacedFor });
    this.back();
  }

  end(): void {
    this.isOver = true;
  }

  private listen(kept: KeptClient): void {
    const client = kept.current;
    client.on('error', (error: Error) => (this.lastError = error.message));
    client.on('close', () => {
      if (kept.current === client) this.away(this.lastError);
    });
    client.on('ready', () => this.back());
  }

  private away(why: string): void {
    if (this.isOver || this.awaySince !== undefined) return;
    this.awaySince = monotonicMs();
    this.tell({ is: 'away', why });
  }

  private back(): void {
    if (this.isOver || this.awaySince === undefined || this.doubted.size > 0) return;
    if (this.clients.some(({ current }) => current.status !== 'ready')) return;
    this.tell({ is: 'back', afterMs: monotonicMs() - this.awaySince });
    this.awaySince = undefined;
  }
}
