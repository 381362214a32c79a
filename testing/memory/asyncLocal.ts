/** Temporal's sandbox brings `AsyncLocalStorage` as a global; outside of it workflow code finds Node's. Import this first. */
import { AsyncLocalStorage } from 'node:async_hooks';

Object.assign(globalThis, { AsyncLocalStorage });
