/** What a crowd costs the servers, as they count it themselves. */
import { Redis } from 'ioredis';
import type { OddRedis } from '../../support/oddRedis';

type Counters = ReadonlyMap<string, number>;

export interface Cost {
  /** Scripts that clients sent. */
  readonly scripts: number;
  /** All that was done: what clients sent and what their scripts called. */
  readonly commands: number;
  /** In and out. */
  readonly bytes: number;
  /** How many more are open than when the count began. */
  readonly connections: number;
  /** Opened since then, whether or not they are still. */
  readonly opened: number;
}

/** Counts from its start on; may be read at any time. */
export class Meter {
  private constructor(
    private readonly servers: readonly Redis[],
    private before: Counters,
  ) {}

  static async of(masters: readonly OddRedis[]): Promise<Meter> {
    // Else ioredis keeps the process for 2 s after the end.
    const servers = masters.map(({ url }) => new Redis(url, { disconnectTimeout: 200 }));
    return new Meter(servers, await countersOf(servers));
  }

  async read(): Promise<Cost> {
    const now = await countersOf(this.servers);
    const grown = (name: string): number => (now.get(name) ?? 0) - (this.before.get(name) ?? 0);
    const calls = [...now.keys()].filter((name) => name.startsWith('cmdstat_'));
    return {
      scripts: grown('cmdstat_evalsha') + grown('cmdstat_eval'),
      commands: calls.reduce((sum, name) => sum + grown(name), 0),
      bytes: grown('total_net_input_bytes') + grown('total_net_output_bytes'),
      connections: grown('connected_clients'),
      opened: grown('total_connections_received'),
    };
  }

  /** Counts anew from here; connections too. */
  async begin(): Promise<void> {
    this.before = await countersOf(this.servers);
  }

  close(): void {
    for (const server of this.servers) server.disconnect();
  }
}

/** The sums of all servers. */
async function countersOf(servers: readonly Redis[]): Promise<Counters> {
  const texts = await Promise.all(servers.map((server) => server.info('all')));
  const sums = new Map<string, number>();
  for (const [, name = '', value] of texts.join('\n').matchAll(/^(\w+):(?:calls=)?(\d+)(?=[,\s])/gm)) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
}
