import type { Simulation } from '../../../testing/simulation';
import type { Now } from '../spec';
import type { Server } from './server';

/** The real scripts on the simulated server, and the clock that they read. Calls take no virtual time. */
export function simulatedServer(world: Simulation, name: string): { server: Server; now: () => Now } {
  world.network.options = { delayMs: [0, 0] };
  const store = world.store(world.process(name));
  const [run, resource] = [store.run(name), store.resource(name)];
  const server: Server = {
    run: finishing(world, run),
    resource: finishing(world, resource),
    facts: () => world.finish(run.facts()),
    unnamed: () => unnamedKeys(world),
    backup: () => {
      const replica = world.backup();
      // Connections stay: what breaks with them is not what is compared here.
      return () => world.server.copyFrom(replica);
    },
  };
  return { server, now: () => timeOf(world) };
}

/** The same object, but every call runs the world until it is answered. */
function finishing<T extends object>(world: Simulation, target: T): T {
  return new Proxy(target, {
    get(_, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => world.finish(method.apply(target, args));
    },
  });
}

function timeOf(world: Simulation): Now {
  const [seconds, microseconds] = (world.server.call('TIME') as string[]).map(Number);
  const us = (seconds ?? 0) * 1_000_000 + (microseconds ?? 0);
  return { ms: Math.floor(us / 1000), us };
}

/** Of the only run that there is: what the index of its keys lacks, besides itself, the state and locks. */
function unnamedKeys({ server }: Simulation): string[] {
  const keys = (server.call('KEYS', '*:v2:*') as string[]).map(
    (key) => [key, /\}:([ikb]:.*)$/.exec(key)?.[1]] as const,
  );
  return keys.flatMap(([key, name]) => {
    if (name === undefined) return [];
    const index = `${key.slice(0, -name.length)}x`;
    return server.call('SISMEMBER', index, name) === 1 ? [] : [key];
  });
}
