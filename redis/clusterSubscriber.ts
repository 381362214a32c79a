import { Cluster, type Redis } from 'ioredis';
import type { KeptClient } from './keptClient';
import type { Subscriber } from './link';
import { spread } from './spread';

type Listener = (...told: never[]) => void;

/** How soon another node is tried when the one that was listened to has closed, spread. */
const AGAIN_MS = 200;

/**
 * Hears what is published in a Cluster: every node passes every message on, so it listens to one, and to another when that one
 * is gone. `ready` is told each time, so that nobody waits for a message that was published meanwhile. ioredis' own subscriber of a
 * Cluster changes nodes too, and tells nobody.
 */
export class ClusterSubscriber implements Subscriber {
  private readonly channels = new Set<string>();
  private readonly listeners = new Map<string, Listener[]>();
  private node: Redis | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  private readonly unfollow: () => void;

  constructor(private readonly kept: KeptClient) {
    // The node that it listened to may be one that the others have left behind.
    this.unfollow = kept.onReplaced(() => this.node?.disconnect());
    this.listen();
  }

  async subscribe(channel: string): Promise<unknown> {
    this.channels.add(channel);
    return this.node?.subscribe(channel);
  }

  async unsubscribe(channel: string): Promise<unknown> {
    this.channels.delete(channel);
    return this.node?.unsubscribe(channel);
  }

  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    return this;
  }

  disconnect(): void {
    this.isClosed = true;
    this.unfollow();
    clearTimeout(this.timer);
    this.node?.disconnect();
  }

  private listen(): void {
    const { current } = this.kept;
    const nodes = current instanceof Cluster ? current.nodes('master') : [];
    const chosen = nodes[Math.floor(Math.random() * nodes.length)];
    if (chosen === undefined) return this.again();
    const node = chosen.duplicate({ retryStrategy: () => null, lazyConnect: false, enableOfflineQueue: true });
    this.node = node;
    node.on('error', (error: Error) => this.tell('error', error));
    node.on('message', (channel: string, message: string) => this.tell('message', channel, message));
    node.on('ready', () => void this.resubscribe(node));
    node.on('end', () => this.again());
  }

  private async resubscribe(node: Redis): Promise<void> {
    try {
      if (this.channels.size > 0) await node.subscribe(...this.channels);
      this.tell('ready');
    } catch {
      // The connection has been lost again, which its `end` tells.
    }
  }

  private again(): void {
    this.node = undefined;
    if (!this.isClosed) this.timer = setTimeout(() => this.listen(), spread(AGAIN_MS, Math.random()));
  }

  private tell(event: string, ...told: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...(told as never[]));
  }
}
