export { loadLua, type LuaVm } from './luaVm';
export { Network, type Fate, type NetworkOptions } from './network';
export { SimulatedProcess } from './process';
export { RedisError, type Reply } from './replies';
export { SimulatedServer, type Listener, type Trace } from './server';
export { openSimulation, Simulation, type LinkOptions, type SimulationOptions } from './simulation';
export { slotOf } from './slots';
