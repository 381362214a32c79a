/** Lists that a body joins, subtracts and hands on without seeing them, and the little that it looks into. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import type { Mapped, Ref } from '../../activities/kit/contract';
import { steps as stepsOf } from '../../workflows/kit';
import type { Content, List, MapCall } from '../../workflows/kit';
import { identityOf } from '../../workflows/kit/identity';
import type { FakeStep, Input } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';
import type { Scheduled } from '../../testing/memory/virtual';

const web = stepsOf('web') as unknown as {
  pages: (input: object) => Promise<List<string>>;
  listing: MapCall<string, object, string[]>;
  links: (input: object) => Promise<List<string>>;
  count: (input: object) => Promise<number>;
  title: (input: object) => Promise<Content<string>>;
};

/** Where the pages of a site lead. A page that is not here cannot be had. */
const site: Readonly<Record<string, readonly string[]>> = {
  start: ['a', 'b', 'gone'],
  a: ['b', 'c', 'start'],
  b: ['c', 'c'],
  c: ['a'],
};

const entriesOf = ({ items, from, to }: Input): unknown[] =>
  (items as string[]).slice(Number(from), Number(to)).map((id) => {
    const value = site[id];
    return value ? { id, outcome: 'ok', value } : { id, outcome: 'failed', reason: 'not there' };
  });

const steps: Readonly<Record<string, FakeStep>> = {
  'web.pages': { run: ({ ids }) => ids, byRef: true },
  'web.listing': { run: entriesOf, byRef: true },
  'web.links': { run: ({ pages }) => (pages as string[][]).flat(), byRef: true },
  'web.count': { run: ({ of }) => (of as unknown[]).length },
  'web.title': { run: ({ text }) => text, byRef: true },
};

/** Until nothing is new. No step of the author's does anything but its work. */
const crawl: Body = async (run) => {
  let seen = await run.list(['start']);
  for (let next = seen; next.length > 0;) {
    const pages = await web.listing.map(next, {}, { maxFailed: 'all' });
    next = await (await web.links({ pages: pages.ok() })).minus(seen);
    seen = await seen.plus(next);
  }
  return seen.values({ max: 10 });
};

async function lived(body: Body, instead?: (run: TestRun, activity: Scheduled) => boolean): Promise<TestRun> {
  const run: TestRun = runOf(steps, body);
  await run.work((activity) => instead?.(run, activity) ?? false);
  return run;
}

const countOf = (run: TestRun, name: string): number => run.sdk.commands.filter((one) => one === name).length;

it('a crawl finds every page once, with lists that never come into its history', async () => {
  const sent: unknown[] = [];
  const run = await lived(crawl, (_run, { name, args }) => {
    if (name !== 'kit.open') sent.push(args[0]);
    return false;
  });
  expect(run.result).toEqual(['start', 'a', 'b', 'gone', 'c']);
  // `start` stands in the body. No other page was ever sent by it.
  expect(JSON.stringify(sent)).not.toMatch(/"(?:a|b|c|gone)"/);
  expect(run.outside.ran.filter((name) => name === 'web.listing')).toHaveLength(3);
});

it('whatever of a crawl is lost, at any moment, it ends with the same pages, and nothing of it pauses', async () => {
  const all = (await lived(crawl)).sdk.commands.length;
  for (let moment = 1; moment <= all; moment += 1) {
    for (const lose of ['flush', 'loseBlobs'] as const) {
      let left = moment;
      const run = await lived(crawl, ({ outside }) => {
        if ((left -= 1) === 0) outside[lose]();
        return false;
      });
      expect([moment, lose, run.result]).toEqual([moment, lose, ['start', 'a', 'b', 'gone', 'c']]);
    }
  }
});

it('what is joined or left over holds each content once', async () => {
  const run = await lived(async (it) => {
    const [some, more] = [await it.list(['a', 'b']), await it.list(['b', 'c', 'c'])];
    const all = await some.plus(more);
    return [await all.values({ max: 9 }), await (await more.minus(['a'])).values({ max: 9 })];
  });
  expect(run.result).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
});

it('the ok values of a map go into a step and into the next map without an activity between', async () => {
  const run = await lived(async () => {
    const pages = await web.listing.map(await web.pages({ ids: ['a', 'gone', 'b'] }), {});
    const again = await web.listing.map(await pages.ok().flat(), {}, { maxFailed: 'all', label: 'again' });
    return [pages.counts, await web.count({ of: pages.ok() }), pages.ok().length, again.counts.total];
  });
  const counts = { total: 3, ok: 2, failed: 1, skipped: 0, cached: 0 };
  expect(run.result).toEqual([counts, 2, 2, 5]);
  // Only the flattening made a list.
  expect([countOf(run, 'kit.list'), countOf(run, 'kit.value')]).toEqual([1, 0]);
});

it('a list that stands in the body is stored once, however many shards its map has', async () => {
  const run = await lived(async () => {
    const { counts } = await web.listing.map(['a', 'b', 'c', 'start'], {}, { shardSize: 1 });
    return counts.ok;
  });
  expect([run.result, countOf(run, 'kit.list'), countOf(run, 'web.listing')]).toEqual([4, 1, 4]);
  expect(run.progress.steps.map(({ name }) => name)).toEqual(['web.listing']);
});

it('what a body can do with a reference is no part of what travels, and a view of it is another input', async () => {
  const run = await lived(async () => {
    const pages = await web.listing.map(await web.pages({ ids: ['a'] }), {});
    return [pages, pages.ok()];
  });
  const [pages, ok] = run.result as [Mapped<unknown>, Ref<unknown>];
  expect([Object.keys(pages), Object.keys(ok)]).toEqual([
    ['$ref', 'step', 'bytes', 'gen', 'items', 'counts'],
    ['$ref', 'step', 'bytes', 'gen', 'items', 'view'],
  ]);
  expect(identityOf({ of: pages })).not.toBe(identityOf({ of: ok }));
});

describe('what comes into the body', () => {
  it('is what it asked for, also again by a body that runs again', async () => {
    const body: Body = async (run) => {
      const pages = await web.listing.map(await web.pages({ ids: ['a', 'gone'] }), {});
      const title = await web.title({ text: 'a title' });
      const looked = [await pages.values({ max: 2 }), await title.value(), await title.value({ maxBytes: 9 })];
      await run.waitFor('go');
      return [...looked, await web.count({ of: pages.ok() })];
    };
    const run = await lived(body);
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.result).toEqual([[['b', 'c', 'start']], 'a title', 'a title', 1]);
    expect(run.progress.heals).toBe(1);
  });

  it.each([
    [
      'items',
      () => web.pages({ ids: ['a', 'b', 'c'] }).then((pages) => pages.values({ max: 2 })),
      /3 items.*at most 2/,
    ],
    ['bytes', () => web.title({ text: 'x' }).then((title) => title.value({ maxBytes: 70_000 })), /at most 65536 bytes/],
    ['a list', () => web.listing.map(['x'.repeat(20_000)], {}), /a list in the body has 20004 bytes, at most 16384/],
  ])('more %s than were said end the run failed, with what to do', async (_what, body, why) => {
    await expect(lived(body).then(({ result }) => result)).rejects.toThrow(why);
  });

  it('a body that does not say how much is told what it left out', async () => {
    const run = await lived(() => web.pages({ ids: ['a'] }).then((pages) => pages.values({} as { max: number })));
    expect(() => run.result).toThrow(/values of web.pages takes { max }/);
  });
});

it('a list that cannot be made pauses the run under the name kit.list, is retried, and is seen at no other time', async () => {
  let failed = 0;
  const run = await lived(crawl, (it, activity) => {
    if (activity.name !== 'kit.list' || (failed += 1) !== 3) return false;
    it.outside.exhaust(it.sdk, activity);
    return true;
  });
  expect(run.row('kit.list')).toMatchObject({ status: 'paused', message: 'kit.list failed 5 times' });
  expect(run.progress.status).toBe('paused');
  expect(await run.tell('retryStep', { step: 'kit.list' })).toBeUndefined();
  expect(run.result).toHaveLength(5);
  expect(run.progress.steps.filter(({ name }) => name.startsWith('kit.'))).toEqual([]);
});
