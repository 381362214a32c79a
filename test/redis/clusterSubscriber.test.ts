/** How messages of a Cluster are heard. */
import type { Socket } from 'node:net';
import { connect } from '../../redis/connect';
import { until } from '../kit/driver';
import { bulk, FakeRedis, list } from '../support/fakeRedis';

/** A node that knows who listens to what. */
async function town() {
  const listening = new Map<Socket, string[]>();
  const node = await FakeRedis.start(([name, ...channels], socket) => {
    if (name !== 'SUBSCRIBE' && name !== 'UNSUBSCRIBE') return undefined;
    const before = listening.get(socket) ?? [];
    const now = name === 'SUBSCRIBE' ? [...before, ...channels] : before.filter((one) => !channels.includes(one));
    listening.set(socket, now);
    socket.once('close', () => listening.delete(socket));
    return channels
      .map((channel) => list([bulk(String(name).toLowerCase()), bulk(channel), `:${now.length}`]))
      .join('\r\n');
  });
  const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
  const heard: string[] = [];
  let readies = 0;
  const subscriber = link.openSubscriber();
  subscriber.on('error', () => undefined);
  subscriber.on('ready', () => (readies += 1));
  subscriber.on('message', (channel, message) => heard.push(`${channel}: ${message}`));
  const publish = (channel: string, message: string): void => {
    for (const [socket, channels] of listening)
      if (channels.includes(channel)) socket.write(`${list(['message', channel, message].map(bulk))}\r\n`);
  };
  const isReady = (count: number): Promise<unknown> =>
    until(
      () => readies,
      (now) => now === count,
    );
  const hears = (count: number): Promise<unknown> =>
    until(
      () => heard.length,
      (now) => now === count,
    );
  return { node, link, subscriber, listening, heard, publish, isReady, hears };
}

test('what is published is heard, and after the node that was listened to is gone too', async () => {
  const { node, link, subscriber, listening, heard, publish, isReady, hears } = await town();
  try {
    await isReady(1);
    await Promise.all(['a', 'b'].map((channel) => subscriber.subscribe(channel)));
    publish('a', 'one');
    await hears(1);
    await subscriber.unsubscribe('b');
    node.cut();
    await isReady(2);
    expect([...listening.values()]).toEqual([['a']]);
    publish('b', 'nobody');
    publish('a', 'two');
    await hears(2);
    expect(heard).toEqual(['a: one', 'a: two']);
    subscriber.disconnect();
    await until(
      () => listening.size,
      (size) => size === 0,
    );
  } finally {
    link.close();
    await node.stop();
  }
});

test('a subscription that is lost while it is made is no readiness', async () => {
  const { node, link, subscriber, isReady } = await town();
  try {
    await isReady(1);
    await subscriber.subscribe('a');
    const { answer } = node;
    let losses = 1;
    node.answer = (command, socket) => {
      if (command[0] !== 'SUBSCRIBE' || (losses -= 1) < 0) return answer(command, socket);
      socket.destroy();
      return '';
    };
    node.cut();
    await isReady(2);
    expect(losses).toBeLessThan(0);
    subscriber.disconnect();
  } finally {
    link.close();
    await node.stop();
  }
});
