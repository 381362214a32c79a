/** Outages of Redis of every length, in full (MONEY=full: `npm run test:money`) at 20 moments each, or as many as MONEY_MOMENTS says. */
import { Proxy } from '../../histories/proxy';
import { usePipelines } from '../../support/pipeline';
import { away, openLane } from './away';
import type { Books, Case } from './away';

const isFull = process.env['MONEY'] === 'full';
const moments = isFull ? Number(process.env['MONEY_MOMENTS'] ?? 20) : 1;
/** MONEY_SEED plays other moments. */
const firstSeed = Number(process.env['MONEY_SEED'] ?? Math.floor(Math.random() * 1e6));
const lengths = [50, 300, 1000, 3000];
export const OUTAGES_MS = isFull ? 1_200_000 : 120_000;

function casesOf(workers: Case['workers'], lease: Case['lease']): Case[] {
  return lengths.flatMap((awayMs, i) =>
    Array.from({ length: moments }, (_, moment) => ({ workers, lease, awayMs, seed: firstSeed + 100 * i + moment })),
  );
}

/** @returns plays every case, the two leases side by side, and tells what was paid again: those whose books are wrong. */
export function useOutages(workers: Case['workers']): () => Promise<(Case & Books)[]> {
  const pipelines = usePipelines(require.resolve('./workflows'));
  const proxies: Proxy[] = [];
  afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));

  return async () => {
    const wrong: (Case & Books)[] = [];
    const lanes = (['1 s', '7 s'] as const).map(async (lease) => {
      const proxy = await Proxy.inFrontOf(pipelines.redis.url);
      proxies.push(proxy);
      const lane = await openLane(pipelines, proxy, workers);
      let again = 0;
      for (const one of casesOf(workers, lease)) {
        const books = await away(pipelines, lane, one);
        again += books.calls - books.items;
        if (books.calls > books.most || books.calls < books.items || !books.complete) wrong.push({ ...one, ...books });
      }
      return `lease ${lease}: ${again} calls paid again in ${lengths.length * moments} outages`;
    });
    process.stdout.write(`workers ${workers}, seed ${firstSeed}; ${(await Promise.all(lanes)).join('; ')}\n`);
    return wrong;
  };
}
