export { Network, type Fate, type NetworkOptions } from './network';
export { SimulatedProcess } from './process';
export { RedisError } from './replies';
export { SimulatedServer, type Trace } from './server';
export { openSimulation, Simulation, type SimulationOptions } from './simulation';
export { slotOf } from './slots';
