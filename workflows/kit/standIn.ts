import { localStorage } from './local';
import type { Sdk } from './sdk';

/** What stands for Temporal where a pipeline runs without it: only tests put something here (testing/memory). */
export const standIn = localStorage<Sdk>();
