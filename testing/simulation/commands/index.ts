import type { Commands } from '../command';
import { hashes } from './hashes';
import { keyspace } from './keyspace';
import { serverInfo } from './serverInfo';
import { sets } from './sets';
import { sortedSets } from './sortedSets';
import { strings } from './strings';

/**
 * Every plain command the simulation knows: those that pipeline-worker and its scripts send, and a few that tests ask
 * with. Scripts and PUBLISH need more of the server and are in scripting.ts and server.ts.
 */
export const commands: Commands = { ...strings, ...hashes, ...sets, ...sortedSets, ...keyspace, ...serverInfo };
