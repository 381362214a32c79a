export { loadLua } from './luaVm';
export { Network, type Fate, type NetworkOptions } from './network';
export { SimulatedProcess } from './process';
export { SimulatedServer, type Trace } from './server';
export { openSimulation, Simulation } from './simulation';
export { slotOf } from './slots';
