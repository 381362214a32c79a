import type { Client } from './clients';
import { monotonicMs } from './clock';

/** A connection that stood is gone; all stand again. */
export type ConnectionNews =
  { readonly is: 'away'; readonly why: string } | { readonly is: 'back'; readonly afterMs: number };

/** Tells of each outage twice, when it begins and when it is over, however many commands it costs. @returns what ends it. */
export function tellNews(connections: readonly Client[], tell: (news: ConnectionNews) => void): () => void {
  let awaySince: number | undefined;
  let isOver = false;
  let lastError = 'the connection was closed';
  for (const redis of connections) {
    redis.on('error', (error: Error) => (lastError = error.message));
    redis.on('close', () => {
      if (isOver || awaySince !== undefined) return;
      awaySince = monotonicMs();
      tell({ is: 'away', why: lastError });
    });
    redis.on('ready', () => {
      if (isOver || awaySince === undefined || connections.some(({ status }) => status !== 'ready')) return;
      tell({ is: 'back', afterMs: monotonicMs() - awaySince });
      awaySince = undefined;
    });
  }
  return () => {
    isOver = true;
  };
}
