import type { Cases } from './case';
import { hashes, sets, sortedSets } from './collections';
import { keyspace } from './keyspace';
import { conversions, scripts } from './scripts';
import { strings } from './strings';

export const allCases: Cases = {
  ...strings,
  ...hashes,
  ...sets,
  ...sortedSets,
  ...keyspace,
  ...conversions,
  ...scripts,
};
