import { systemClock, Store } from '../../redis';
import { SimulatedServer, slotOf } from '../../testing/simulation';
import { simulatedLink } from '../../testing/simulation/link';
import { loadLua } from '../../testing/simulation/luaVm';
import { Network } from '../../testing/simulation/network';
import { SimulatedProcess } from '../../testing/simulation/process';
import { randomOf } from '../../testing/simulation/random';
import { plain } from '../../testing/simulation/replies';
import type { Timeline } from '../../testing/simulation/schedule';
import type { AnyRedis, Raw } from './redis';

/** Real time in place of the virtual: the tests of the contract wait for what a real server does in real time. */
const realTime: Timeline = {
  get nowMs() {
    return systemClock.nowMs();
  },
  at: (atMs, happen) => systemClock.after(atMs - systemClock.nowMs(), happen),
};

/** The simulated server as the tests of the contract see a Redis. */
export async function simulatedRedis(): Promise<AnyRedis<Raw>> {
  const lua = await loadLua();
  const server = new SimulatedServer(lua, () => Date.now() + (performance.now() % 1));
  const twoSlots: string[] = [];
  let isTest = false;
  const call = (name: string, args: (string | Buffer | number)[]) => {
    isTest = true;
    try {
      return plain(server.call(name, ...args));
    } finally {
      isTest = false;
    }
  };
  server.onCall = ({ command, keys }) => {
    if (!isTest && new Set(keys.map(slotOf)).size > 1) twoSlots.push(`${command} ${keys.join(' ')}`);
  };
  const process = new SimulatedProcess('test', realTime, 0);
  const network = new Network(randomOf(1), { delayMs: [0, 0] });
  const wires = { schedule: realTime, process, network, server: () => server, dataTimeoutMs: 5000 };
  const raw = new Proxy({} as Raw, {
    get: (_, name: string) => (name === 'then' ? undefined : commandOn(call, name)),
  });
  return {
    url: 'simulated',
    source: 'simulated',
    raw,
    open: ({ commandTimeoutMs = 250, ...options }) =>
      Promise.resolve(new Store(simulatedLink({ ...wires, lockTimeoutMs: commandTimeoutMs }), options)),
    stop() {
      // A cluster would have refused these calls of the store.
      expect(twoSlots).toEqual([]);
      return Promise.resolve();
    },
  };
}

/** Answers in the next turn of the event loop, as a connection does: a test that asks in a loop lets timers fire. */
function commandOn(call: (name: string, args: (string | Buffer | number)[]) => unknown, name: string) {
  return async (...args: (string | Buffer | number)[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (name === 'call') return call(String(args[0]), args.slice(1));
    const reply = call(name.replace('Buffer', ''), args);
    return name === 'getBuffer' && typeof reply === 'string' ? Buffer.from(reply) : reply;
  };
}
