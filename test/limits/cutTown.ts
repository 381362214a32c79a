/** A Redis, a Temporal, and gates before both for whoever is to be cut off from them. */
import { randomUUID } from 'node:crypto';
import { connect } from '../../client';
import type { PipelineClient } from '../../client';
import type { WorkerConfig } from '../../worker';
import { startOddRedis } from '../support/oddRedis';
import type { TestPipelines } from '../support/pipeline';
import { shopSteps, type Shop } from './shopSteps';
import { Wall, type Weather } from './wall';

export type Place = 'Temporal' | 'Redis';

/** Addresses, as a configuration has them. */
type Servers = Pick<WorkerConfig, 'temporal' | 'redisUrl'>;

export interface Town {
  readonly well: Servers;
  /** Through the gates. */
  readonly gated: Servers;
  befall(places: readonly Place[], weather: Weather): void;
  worker(shop: Shop, servers: Servers): Promise<{ stop(): Promise<void> }>;
  client(servers: Servers): Promise<PipelineClient>;
  stop(): Promise<void>;
}

/** Activities that a worker runs at once. */
export const SLOTS = 3;

export async function cutTown(pipelines: TestPipelines): Promise<Town> {
  const wall = new Wall();
  const redis = await startOddRedis([]);
  const taskQueue = `town-${randomUUID()}`;
  const clients: PipelineClient[] = [];
  const gate = (place: Place, port: number): Promise<number> => wall.gateOf(place, port, () => place);
  const temporal = await gate('Temporal', Number(new URL(`http://${pipelines.address}`).port));
  const toTemporal = (address: string): WorkerConfig['temporal'] => ({ connectionOptions: { address } });
  return {
    well: { temporal: toTemporal(pipelines.address), redisUrl: redis.url },
    gated: {
      temporal: toTemporal(`127.0.0.1:${temporal}`),
      redisUrl: `redis://127.0.0.1:${await gate('Redis', redis.port)}`,
    },
    befall(places, weather) {
      for (const place of places) wall.befall(place, weather);
    },
    worker: (shop, servers) => pipelines.worker([shopSteps], { shop }, { ...servers, taskQueue, maxActivities: SLOTS }),
    async client(servers) {
      const { prefix } = pipelines.config();
      const client = await connect({ ...servers, prefix, taskQueue });
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      await redis.stop();
      await wall.close();
    },
  };
}
