/**
 * The claim: Redis is away for a while at some moment of a paid map. One worker pays for each item once, also when the
 * lease is lost meanwhile; of two, one may take over what the other has in flight when that happens, and no more.
 *
 * `npm run test:money` tries each length at 20 moments. MONEY_SEED plays other moments; a failure names its seed.
 */
import { Proxy } from '../../histories/proxy';
import { usePipelines } from '../../support/pipeline';
import { away, openLane } from './away';
import type { Books, Case } from './away';

const pipelines = usePipelines(require.resolve('./workflows'));
const isFull = process.env['MONEY'] === 'full';
const moments = isFull ? 20 : 1;
const firstSeed = Number(process.env['MONEY_SEED'] ?? Math.floor(Math.random() * 1e6));
const lengths = [50, 300, 1000, 3000];
const TEST_MS = isFull ? 1_200_000 : 120_000;

const proxies: Proxy[] = [];
afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));

function casesOf(workers: Case['workers'], lease: Case['lease']): Case[] {
  return lengths.flatMap((awayMs, i) =>
    Array.from({ length: moments }, (_, moment) => ({ workers, lease, awayMs, seed: firstSeed + 100 * i + moment })),
  );
}

/** Plays every case, the two leases side by side, and tells what was paid again. */
async function play(workers: Case['workers']): Promise<(Case & Books)[]> {
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
}

it(
  'rule 13: while Redis is away, at any moment and for up to 3 s, one worker pays for each item once',
  async () => expect(await play(1)).toEqual([]),
  TEST_MS,
);

it(
  'rule 13: while Redis is away, at any moment and for up to 3 s, of two workers one pays again at most what the other has in flight',
  async () => expect(await play(2)).toEqual([]),
  TEST_MS,
);
