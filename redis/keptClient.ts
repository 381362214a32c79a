import type { Client } from './clients';
import type { DataCommands } from './link';

/**
 * A client of a store, or whichever took its place (watchDog.ts). Everything that talks to Redis keeps this, and none the
 * client itself: so nobody goes on talking through one that was given up.
 */
export class KeptClient {
  private client: Client;
  private readonly followers = new Set<() => void>();

  /** @param open makes a client from the address as configured, not connected yet. */
  constructor(readonly open: () => Client) {
    this.client = open();
  }

  get current(): Client {
    return this.client;
  }

  /** The commands of the client that is current at each call. */
  readonly commands: DataCommands = new Proxy({} as DataCommands, {
    get: (_nothing, name) => {
      const value: unknown = Reflect.get(this.client, name);
      return typeof value === 'function' ? (value.bind(this.client) as unknown) : value;
    },
    // So that `instanceof` tells a Cluster from a server.
    getPrototypeOf: () => Reflect.getPrototypeOf(this.client),
  });

  /** `next` takes over. What is under way at the former fails, without a word about its outcome. */
  replace(next: Client): void {
    const former = this.client;
    this.client = next;
    former.disconnect();
    for (const follower of this.followers) follower();
  }

  /** @returns what ends it. */
  onReplaced(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }
}
