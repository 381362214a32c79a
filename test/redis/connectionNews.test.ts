/** Which events of two connections are news, and what is told of them. */
import { EventEmitter } from 'node:events';
import type { Client } from '../../redis/clients';
import { Outages, type ConnectionNews } from '../../redis/connectionNews';
import { KeptClient } from '../../redis/keptClient';

class FakeClient extends EventEmitter {
  status = 'ready';

  disconnect(): void {
    this.closes();
  }

  closes(why?: string): void {
    this.status = 'close';
    if (why !== undefined) this.emit('error', new Error(why));
    this.emit('close');
  }

  stands(): void {
    this.status = 'ready';
    this.emit('ready');
  }
}

function scene() {
  const clients = [new FakeClient(), new FakeClient()] as const;
  const kept = clients.map((client) => new KeptClient(() => client as object as Client));
  const news: ConnectionNews[] = [];
  const outages = new Outages(kept, (told) => news.push(told));
  return { first: clients[0], second: clients[1], kept: kept[0]!, news, outages };
}

const back = { is: 'back', afterMs: expect.any(Number) as number };

test('an outage of both connections is told when the first closes, and as over when both stand', () => {
  const { first, second, news } = scene();
  for (const why of ['ECONNRESET', 'ETIMEDOUT']) {
    news.length = 0;
    first.closes(why);
    second.closes();
    expect(news).toEqual([{ is: 'away', why }]);
    first.stands();
    expect(news).toHaveLength(1);
    second.stands();
    expect(news).toEqual([{ is: 'away', why }, back]);
  }
});

test('how long an outage lasted is told', () => {
  const before = performance.now();
  const { first, news } = scene();
  first.closes();
  first.stands();
  const [away, over] = news;
  expect(away).toEqual({ is: 'away', why: 'the connection was closed' });
  expect(over).toMatchObject({ is: 'back' });
  expect(over?.is === 'back' && over.afterMs).toBeLessThanOrEqual(performance.now() - before);
});

test('connections that stand for the first time are no news', () => {
  const { first, second, news } = scene();
  first.stands();
  second.stands();
  expect(news).toEqual([]);
});

test('what becomes of a client that was replaced is no news, and of the one in its place it is', () => {
  const { first, kept, news } = scene();
  const next = new FakeClient();
  kept.replace(next as object as Client);
  expect(first.status).toBe('close');
  expect(news).toEqual([]);
  next.closes('ECONNREFUSED');
  first.stands();
  expect(news).toEqual([{ is: 'away', why: 'ECONNREFUSED' }]);
  next.stands();
  expect(news).toEqual([{ is: 'away', why: 'ECONNREFUSED' }, back]);
});

test('while nobody answers on a connection that stands the outage lasts, whichever connects', () => {
  const { second, kept, news, outages } = scene();
  outages.doubt(kept, 'no answer');
  second.closes();
  second.stands();
  expect(news).toEqual([{ is: 'away', why: 'no answer' }]);
  outages.trust(kept, 'no answer');
  expect(news).toEqual([{ is: 'away', why: 'no answer' }, { is: 'replaced', why: 'no answer' }, back]);
});

test('one that answers again is not told as replaced', () => {
  const { kept, news, outages } = scene();
  outages.doubt(kept, 'no answer');
  outages.trust(kept);
  expect(news).toEqual([{ is: 'away', why: 'no answer' }, back]);
});

test('after its end nothing is told', () => {
  for (const isAway of [false, true]) {
    const { first, kept, news, outages } = scene();
    if (isAway) first.closes();
    const told = news.length;
    outages.end();
    first.closes();
    first.stands();
    outages.doubt(kept, 'no answer');
    outages.trust(kept, 'no answer');
    expect(news).toHaveLength(told);
  }
});
