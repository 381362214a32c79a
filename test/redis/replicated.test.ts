/** Calls that wait for replicas, against servers that answer as a test says. Real ones: replicated.redis.test.ts. */
import { openStore, type Store } from '../../redis';
import { until } from '../kit/driver';
import { bulk, FakeRedis, say, list, type Answer } from '../support/fakeRedis';
import { acquire, commitRequest } from './requests';

const replicaWait = { replicas: 2, timeoutMs: 50 };
const ACQUIRED = list([bulk('acquired'), bulk('7')]);
const BUSY = list(['busy', '900', 'other', '0', '0', '6'].map(bulk));
const NONE = list([bulk('none')]);

/** Answers scripts in the order they come, WAIT with these counts; the last of each again and again. */
function scripted(replies: readonly string[], counts: readonly number[]): Answer {
  let [asked, waited] = [0, 0];
  return ([name]) => {
    if (name === 'EVALSHA') return replies[Math.min(asked++, replies.length - 1)];
    if (name === 'WAIT') return `:${counts[Math.min(waited++, counts.length - 1)]}`;
    return undefined;
  };
}

async function withStore(
  answer: Answer,
  work: (store: Store, server: FakeRedis) => Promise<void>,
  options: Partial<Parameters<typeof openStore>[0]> = { replicaWait },
): Promise<void> {
  const server = await FakeRedis.start(answer);
  const store = await openStore({ url: server.url, namespace: 'test', ...options });
  try {
    await work(store, server);
  } finally {
    await store.close();
    await server.stop();
  }
}

const calls = (server: FakeRedis): string[] =>
  server.seen.map(([name = '']) => name).filter((name) => ['EVALSHA', 'EVAL', 'WAIT'].includes(name));

test('a lock is held once as many replicas as asked for have it', () =>
  withStore(scripted([ACQUIRED, NONE], [2]), async (store, server) => {
    const lock = await store.resource('r').acquire({ waitMs: 0 });
    expect(lock.token).toBe(7);
    expect(server.seen.find(([name]) => name === 'WAIT')).toEqual(['WAIT', '2', '50']);
    expect(calls(server)).toEqual(['EVALSHA', 'WAIT']);
    await lock.release();
    expect(calls(server)).toEqual(['EVALSHA', 'WAIT', 'EVALSHA']);
  }));

test('a lock that too few replicas have is given back behind the question, and asked for again under another owner', async () => {
  const answer = scripted([ACQUIRED, NONE, ACQUIRED], [1, 2, 2]);
  const sockets: unknown[] = [];
  const noting: Answer = (command, socket) => {
    if (command[0] === 'EVALSHA') sockets.push(socket);
    return answer(command, socket);
  };
  await withStore(noting, async (store, server) => {
    const lock = await store.resource('r').acquire();
    const owners = server.seen.filter(([name]) => name === 'EVALSHA').map((command) => command[7]);
    const [first, handed, second] = owners;
    expect(handed).toBe(first);
    expect(second).not.toBe(first);
    // On another connection it might come before what it is to give back.
    expect(sockets[1]).toBe(sockets[0]);
    lock.stop();
  });
});

test('who does not wait for the lock hears that too few replicas have it, and what to do', () =>
  withStore(scripted([ACQUIRED, NONE], [1]), async (store) => {
    await expect(store.resource('r').acquire({ waitMs: 0 })).rejects.toMatchObject({
      name: 'RedisRefused',
      message: expect.stringMatching(/NOREPLICAS 1 of 2 replicas had it within 50 ms.*PIPELINE_REDIS_WAIT_REPLICAS/),
    });
  }));

test('an answer that gives nothing is believed whatever replicas have', () =>
  withStore(scripted([BUSY], [0]), async (store) => {
    await expect(store.resource('r').acquire({ waitMs: 0 })).rejects.toMatchObject({ name: 'LockBusy' });
  }));

test('a step begun, and one committed, count as unknown where too few replicas have it', () =>
  withStore(
    scripted(
      [list(['acquired', '7', '0', '0', '0', ''].map(bulk)), list(['committed', '{"gen":7}'].map(bulk))],
      [2, 1, 2],
    ),
    async (store) => {
      const run = store.run('r');
      const lock = await acquire(run, { step: 's', owner: 'o' });
      expect(await run.commit(commitRequest(lock))).toMatchObject({
        word: 'unknown',
        cause: { message: expect.stringContaining('NOREPLICAS') },
      });
      expect(await run.commit(commitRequest(lock))).toMatchObject({ word: 'committed' });
    },
  ));

test('renewals and what gives a lock back go past a WAIT that is under way', async () => {
  let answerWait = (): void => undefined;
  const answer: Answer = ([name], socket) => {
    if (name === 'EVALSHA') return ACQUIRED;
    if (name !== 'WAIT') return undefined;
    answerWait = () => say(socket, ':2');
    return '';
  };
  await withStore(answer, async (store, server) => {
    const asked = store.resource('r').ask({ owner: 'o', leaseMs: 1000 });
    await until(
      () => server.count('WAIT'),
      (count) => count === 1,
    );
    server.answer = ([name]) => (name === 'EVALSHA' ? NONE : undefined);
    expect(await store.resource('r').hand({ owner: 'another' })).toEqual({ word: 'none' });
    answerWait();
    expect(await asked).toEqual({ word: 'acquired', token: 7 });
  });
});

test('calls that come while WAIT is under way leave together, with one WAIT for all of them', async () => {
  const waits: (() => void)[] = [];
  const answer: Answer = ([name], socket) => {
    if (name === 'EVALSHA') return ACQUIRED;
    if (name !== 'WAIT') return undefined;
    waits.push(() => say(socket, ':2'));
    return '';
  };
  await withStore(answer, async (store, server) => {
    const ask = (owner: string) => store.resource(owner).ask({ owner, leaseMs: 1000 });
    const first = ask('a');
    const waited = (n: number): Promise<unknown> =>
      until(
        () => waits.length,
        (count) => count === n,
      );
    await waited(1);
    const later = [ask('b'), ask('c'), ask('d')];
    waits[0]?.();
    await first;
    await waited(2);
    waits[1]?.();
    await Promise.all(later);
    expect(calls(server)).toEqual(['EVALSHA', 'WAIT', 'EVALSHA', 'EVALSHA', 'EVALSHA', 'WAIT']);
  });
});

test('a call that waited longer than its time behind a WAIT is told so, and never sent', async () => {
  let answerWait = (): void => undefined;
  const answer: Answer = ([name], socket) => {
    if (name === 'EVALSHA') return ACQUIRED;
    if (name !== 'WAIT') return undefined;
    answerWait = () => say(socket, ':2');
    return '';
  };
  await withStore(
    answer,
    async (store, server) => {
      const ask = (owner: string) => store.resource(owner).ask({ owner, leaseMs: 1000 });
      const first = ask('a');
      await until(
        () => server.count('WAIT'),
        (count) => count === 1,
      );
      const late = { word: 'unknown', cause: { message: expect.stringContaining('timed out') } };
      expect(await ask('b')).toMatchObject(late);
      await first;
      server.answer = scripted([ACQUIRED], [2]);
      const later = ask('c');
      answerWait();
      expect(await later).toMatchObject({ word: 'acquired' });
      const owners = server.seen.filter(([name]) => name === 'EVALSHA').map((command) => command[7]);
      expect(owners).toEqual(['a', 'c']);
    },
    { replicaWait, commandTimeoutMs: 100 },
  );
});

test('a connection that was lost is made anew by the next call, and nothing is sent twice', () =>
  withStore(scripted([ACQUIRED], [2]), async (store, server) => {
    const ask = (owner: string) => store.resource(owner).ask({ owner, leaseMs: 1000 });
    expect(await ask('a')).toMatchObject({ word: 'acquired' });
    server.cut();
    const reply = await until(
      () => ask('b'),
      ({ word }) => word === 'acquired',
    );
    expect(reply).toMatchObject({ word: 'acquired' });
    expect(server.seen.filter((command) => command[7] === 'a')).toHaveLength(1);
  }));

test('a connection that is lost between the answer and the count leaves it unknown', () =>
  withStore(
    ([name], socket) => {
      if (name === 'EVALSHA') return ACQUIRED;
      if (name !== 'WAIT') return undefined;
      setImmediate(() => socket.destroy());
      return '';
    },
    async (store) => {
      expect(await store.resource('r').ask({ owner: 'o', leaseMs: 1000 })).toMatchObject({ word: 'unknown' });
    },
  ));

test('without the setting nothing waits, and there is no connection more', () =>
  withStore(
    scripted([ACQUIRED, NONE], [2]),
    async (store, server) => {
      const lock = await store.resource('r').acquire({ waitMs: 0 });
      await lock.release();
      expect(calls(server)).toEqual(['EVALSHA', 'EVALSHA']);
      const connections = server.count('INFO');
      await withStore(scripted([ACQUIRED, NONE], [2]), async (waiting, other) => {
        await (await waiting.resource('r').acquire({ waitMs: 0 })).release();
        expect(other.count('INFO')).toBe(connections + 1);
      });
    },
    {},
  ));

describe('on a Cluster', () => {
  const waitsOn =
    (answer: Answer): Answer =>
    (command, socket) =>
      command[0] === 'WAIT' ? ':2' : answer(command, socket);

  test.each([
    ['MOVED', ['EVALSHA', 'WAIT']],
    ['ASK', ['ASKING', 'EVALSHA', 'WAIT']],
  ])('%s is followed by the call and its WAIT together', async (word, sent) => {
    const other = await FakeRedis.start(waitsOn(([name]) => (name === 'EVALSHA' ? ACQUIRED : undefined)));
    const home = await FakeRedis.start(
      waitsOn(([name]) => (name === 'EVALSHA' ? `-${word} 1 127.0.0.1:${other.port}` : undefined)),
    );
    const url = home.url.replace('redis', 'redis+cluster');
    const store = await openStore({ url, namespace: 'test', replicaWait });
    try {
      expect(await store.resource('r').ask({ owner: 'o', leaseMs: 1000 })).toMatchObject({ word: 'acquired' });
      expect(other.seen.map(([name]) => name).slice(-sent.length)).toEqual(sent);
    } finally {
      await store.close();
      await Promise.all([home.stop(), other.stop()]);
    }
  });

  test('after a MOVED the slots are asked for, and calls go straight to where they are', async () => {
    const other = await FakeRedis.start(waitsOn(([name]) => (name === 'EVALSHA' ? ACQUIRED : undefined)));
    const place = list([bulk('127.0.0.1'), `:${other.port}`, bulk('1'.repeat(40))]);
    const moved: Answer = ([name, sub]) => {
      if (name === 'EVALSHA') return `-MOVED 1 127.0.0.1:${other.port}`;
      return `${name} ${sub?.toUpperCase()}` === 'CLUSTER SLOTS' ? list([list([':0', ':16383', place])]) : undefined;
    };
    const home = await FakeRedis.start(() => undefined);
    const store = await openStore({ url: home.url.replace('redis', 'redis+cluster'), namespace: 'test', replicaWait });
    try {
      home.answer = waitsOn(moved);
      let before = -1;
      await until(
        async () => {
          before = home.count('EVALSHA');
          expect(await store.resource('r').ask({ owner: 'o', leaseMs: 1000 })).toMatchObject({ word: 'acquired' });
        },
        () => home.count('EVALSHA') === before,
      );
      // Without being told, the client asks after 5 s at the earliest.
      expect(before).toBeLessThan(50);
    } finally {
      await store.close();
      await Promise.all([home.stop(), other.stop()]);
    }
  });

  test('a slot that is sent round in a ring is refused in the end', async () => {
    const home = await FakeRedis.start(() => undefined);
    home.answer = waitsOn(([name]) => (name === 'EVALSHA' ? `-MOVED 1 127.0.0.1:${home.port}` : undefined));
    const url = home.url.replace('redis', 'redis+cluster');
    const store = await openStore({ url, namespace: 'test', replicaWait, commandTimeoutMs: 30_000 });
    try {
      expect(await store.resource('r').ask({ owner: 'o', leaseMs: 1000 })).toMatchObject({
        word: 'unknown',
        cause: { message: expect.stringContaining('MOVED') },
      });
      // It is followed 16 times.
      expect(home.count('EVALSHA')).toBe(17);
    } finally {
      await store.close();
      await home.stop();
    }
  });
});

test.each([
  [{ replicas: 0 }, /replicas is 0/],
  [{ replicas: 1.5 }, /replicas is 1.5/],
  [{ replicas: 1, timeoutMs: 0 }, /timeoutMs is 0.*for ever/],
  [{ replicas: 1, timeoutMs: 1001 }, /timeoutMs is 1001/],
])('%p makes no sense and is refused before anything is tried', async (wrong, why) => {
  await expect(openStore({ url: 'redis://127.0.0.1:1', namespace: 'test', replicaWait: wrong })).rejects.toThrow(why);
});
