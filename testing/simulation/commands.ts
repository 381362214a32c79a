import type { Command } from './command';
import { hashes } from './commandsHash';
import { keyspace } from './commandsKeyspace';
import { sets } from './commandsSet';
import { strings } from './commandsString';

/** Every command the simulation knows. Only what the product and its scripts send; anything else is an error. */
export const commands: Record<string, Command> = { ...strings, ...hashes, ...sets, ...keyspace };
