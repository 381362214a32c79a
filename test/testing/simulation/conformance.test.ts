/** The table of cases on the simulation; conformance.redis.test.ts holds the table itself to a real server. */
import { loadLua, SimulatedServer } from '../../../testing/simulation';

import { allCases } from './cases';
import { answerOf, answersTo, type Step } from './cases/case';
import { before, memoryFull } from './cases/memory';

async function newServer(): Promise<SimulatedServer> {
  const server = new SimulatedServer(await loadLua(), () => 1_736_121_600_000.25);
  server.strictKeys = false;
  return server;
}

const play = (server: SimulatedServer, steps: readonly Step[]) =>
  answersTo(steps, (name, ...words) => answerOf(server.call(name, ...words)));

test.each(Object.entries(allCases))('%s', async (_, steps) => {
  expect(await play(await newServer(), steps)).toEqual(steps);
});

test.each(Object.entries(memoryFull))('memory full: %s', async (_, steps) => {
  const server = await newServer();
  await play(server, before);
  server.memoryFull = true;
  expect(await play(server, steps)).toEqual(steps);
});
