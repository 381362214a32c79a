/** What Redis may answer instead of doing what it was asked, and silence: docs/operations.md has the rules, and is held to them. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { connect, type ConnectOptions } from '../../redis/connect';
import { asError, redisFailure } from '../../redis/errors';
import { givingScript, type Link } from '../../redis/link';
import { root } from '../docs/titles';
import { until } from '../kit/driver';
import { bulk, FakeRedis, say, type Answer } from '../support/fakeRedis';

const CALLS = ['EVALSHA', 'EVAL', 'GET'];
const HEAD = '| What comes back | of a lock call | of any other call |';
const forms = ['redis', 'redis+cluster'] as const;
type Form = (typeof forms)[number];

interface Rule {
  readonly answer: string;
  /** As the page says it: one word, or one for a Cluster and one for a server. */
  readonly lock: string;
  readonly other: string;
}

const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
const rules: Rule[] = (page.split(HEAD)[1] ?? '')
  .trim()
  .split('\n\n')[0]!
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [, answers = '', lock = '', other = ''] = line.split('|').map((cell) => cell.trim());
    return answers.split(', ').map((answer) => ({ answer: answer.replaceAll('`', ''), lock, other }));
  });

/** `followed in a Cluster, else refused`, or the same for both. */
function ruleOf(cell: string, form: Form): string {
  const [, inCluster, else_] = /^(.+) in a Cluster, else (.+)$/.exec(cell) ?? [];
  return (form === 'redis' ? else_ : inCluster) ?? cell;
}

/** What a server with a replica says to WAIT. */
const counted: Answer = ([name]) => (name === 'WAIT' ? ':1' : undefined);

/** What became of one call that was first answered so, and how often it was sent. */
async function fate(
  answer: string,
  form: Form,
  ask: (link: Link) => Promise<unknown>,
  waits: Pick<ConnectOptions, 'replicaWait'> = {},
): Promise<string> {
  const other = await FakeRedis.start((command, socket) =>
    CALLS.includes(command[0] ?? '') ? '+OK' : counted(command, socket),
  );
  let isFirst = true;
  const home = await FakeRedis.start((command, socket) => {
    if (command[0] === 'WAIT' && answer === 'silence') return '';
    if (!CALLS.includes(command[0] ?? '')) return counted(command, socket);
    if (!isFirst) return '+OK';
    isFirst = false;
    if (answer === 'connection lost') socket.destroy();
    if (answer === 'connection lost' || answer === 'silence') return '';
    return `-${answer} ${answer === 'MOVED' || answer === 'ASK' ? `1 127.0.0.1:${other.port}` : 'in its words'}`;
  });
  const commandTimeoutMs = answer === 'silence' ? 300 : 5000;
  const link = await connect({ url: home.url.replace('redis', form), commandTimeoutMs, ...waits });
  const sent = (fake: FakeRedis): number => fake.count('EVALSHA') + fake.count('GET');
  try {
    const told = await ask(link).then(
      () => 'done',
      (error: unknown) => redisFailure('It', 'there', asError(error)).name,
    );
    return `${told}, sent ${sent(home)}+${sent(other)}${home.count('EVAL') > 0 ? `, with the script ${home.count('EVAL')}` : ''}`;
  } finally {
    link.close();
    await Promise.all([home.stop(), other.stop()]);
  }
}

const fates: Readonly<Record<string, string>> = {
  followed: 'done, sent 1+1',
  'sent again': 'done, sent 2+0',
  'sent with the script': 'done, sent 1+0, with the script 1',
  refused: 'RedisRefused, sent 1+0',
  unknown: 'RedisUnreachable, sent 1+0',
};

test('the table of docs/operations.md has every answer', () => {
  const known =
    'ASK BUSY CLUSTERDOWN CROSSSLOT LOADING MASTERDOWN MISCONF MOVED NOPERM NOREPLICAS NOSCRIPT OOM READONLY TRYAGAIN UNKILLABLE';
  const all = [...known.split(' '), 'connection lost', 'silence'];
  expect(rules.map(({ answer }) => answer).toSorted()).toEqual(all);
});

/** Of a lock call and of another. */
async function fatesOf({ answer }: Rule, form: Form): Promise<Rule> {
  const call = (link: Link): Promise<unknown> =>
    answer === 'NOSCRIPT' ? link.dataScript('renew', ['{k}'], []) : link.data.get('{k}');
  const lock = await fate(answer, form, (link) => link.lockScript('renew', ['{k}'], []));
  return { answer, lock, other: await fate(answer, form, call) };
}

test.each(forms)('every answer has the fate that docs/operations.md says, at %s://', async (form) => {
  const found: Promise<Rule>[] = [];
  for (const rule of rules) {
    const its = fatesOf(rule, form);
    found.push(its);
    // One after another, so that a busy machine is not the reason; but silence lasts.
    if (rule.answer !== 'silence') await its;
  }
  expect(await Promise.all(found)).toEqual(
    rules.map(({ answer, lock, other }) => ({
      answer,
      lock: fates[ruleOf(lock, form)],
      other: fates[ruleOf(other, form)],
    })),
  );
});

test.each(forms)('of a lock call that waits for replicas too, at %s://', async (form) => {
  const script = (link: Link): Promise<unknown> => givingScript(link)('renew', ['{k}'], []);
  const waits = { replicaWait: { replicas: 1 } };
  const found: Promise<string>[] = [];
  for (const { answer } of rules) {
    const its = fate(answer, form, script, waits);
    found.push(its);
    if (answer !== 'silence') await its;
  }
  expect(await Promise.all(found)).toEqual(rules.map(({ lock }) => fates[ruleOf(lock, form)]));
});

test.each(forms)('a %s:// that is silent once as it is connected to is connected to again', async (form) => {
  const first: Record<Form, string> = { redis: 'INFO', 'redis+cluster': 'CLUSTER' };
  let silences = 1;
  const node = await FakeRedis.start(([name]) => (name === first[form] && (silences -= 1) >= 0 ? '' : undefined));
  try {
    const link = await connect({ url: node.url.replace('redis', form) });
    link.close();
    expect(silences).toBeLessThan(0);
  } finally {
    await node.stop();
  }
});

test('a Cluster that loses the first connection to it is connected to again', async () => {
  let losses = 1;
  const node = await FakeRedis.start(([name], socket) => {
    if (name !== 'CLUSTER' || (losses -= 1) < 0) return undefined;
    socket.destroy();
    return '';
  });
  try {
    const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
    link.close();
    expect(losses).toBeLessThan(0);
  } finally {
    await node.stop();
  }
});

test('a call to a Cluster that is away ends in its time, and is answered when the Cluster is back before that', async () => {
  const node = await FakeRedis.start(() => undefined);
  const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
  const news: string[] = [];
  try {
    await node.stop();
    await until(
      () => link.lockScript('renew', ['{k}'], []).catch((error: unknown) => news.push(asError(error).message)),
      () => news.includes('There is no connection now'),
    );
    await expect(link.data.get('{early}')).rejects.toThrow('Command timed out');
    const later = link.data.get('{late}');
    const back = await FakeRedis.start(([name]) => (name === 'GET' ? bulk('its value') : undefined), node.port);
    try {
      expect(await later).toBe('its value');
      expect(back.seen.filter(([name]) => name === 'GET')).toEqual([['GET', '{late}']]);
    } finally {
      link.close();
      await back.stop();
    }
  } finally {
    link.close();
  }
});

describe('a lock call whose caller was told that its outcome is unknown is not sent after that', () => {
  const timedOut = (link: Link): Promise<string> =>
    link.lockScript('renew', ['{k}'], []).then(
      () => 'done',
      (error: unknown) => asError(error).message,
    );

  /** In the place of what is not wanted any more a PING is sent. */
  const tries = (node: FakeRedis): number => node.count('EVALSHA') + node.count('PING');

  test('when a slot moves for so long that it would have been tried again', async () => {
    const node = await FakeRedis.start(([name]) => (name === 'EVALSHA' ? '-TRYAGAIN in its words' : undefined));
    const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
    try {
      expect(await timedOut(link)).toContain('timed out');
      const [sent, pings] = [node.count('EVALSHA'), node.count('PING')];
      // One may have been on its way.
      await until(
        () => [node.count('EVALSHA') - sent, node.count('PING') - pings],
        ([again = 0, dropped = 0]) => again > 1 || dropped > 0,
      );
      expect(node.count('PING')).toBeGreaterThan(pings);
    } finally {
      link.close();
      await node.stop();
    }
  });

  test('when it waits for a node that is only just connected to', async () => {
    const node = await FakeRedis.start(() => undefined);
    const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
    const asked: Socket[] = [];
    try {
      node.answer = ([name], socket) => {
        if (name !== 'INFO') return undefined;
        asked.push(socket);
        return '';
      };
      node.cut();
      await until(
        () => timedOut(link),
        (said) => said.includes('timed out'),
      );
      const before = tries(node);
      for (const socket of asked) say(socket, bulk('loading:0'));
      await until(
        () => tries(node),
        (count) => count > before,
      );
      expect(node.count('EVALSHA')).toBe(0);
    } finally {
      link.close();
      await node.stop();
    }
  });

  test('when the server says too late that it has not got the script', async () => {
    const waiting: Socket[] = [];
    const server = await FakeRedis.start(([name], socket) => {
      if (name !== 'EVALSHA') return undefined;
      waiting.push(socket);
      return '';
    });
    const link = await connect({ url: server.url });
    try {
      expect(await timedOut(link)).toContain('timed out');
      server.answer = ([name]) => (name === 'EVALSHA' ? '+OK' : undefined);
      for (const socket of waiting) say(socket, '-NOSCRIPT in its words');
      expect(await timedOut(link)).toBe('done');
      expect(server.count('EVAL')).toBe(0);
    } finally {
      link.close();
      await server.stop();
    }
  });
});
