/** Options of more than one command. */
import { option } from '../command';
import { numberOf } from '../schedule';

export const input = option('--input <json>', 'the input of the pipeline, as JSON or @FILE');

export const turn = [
  option('--priority <number>', 'of many runs that wait, 1 goes first, 5 last; 3 unless given').argParser(numberOf),
  option('--fairness-key <key>', 'runs of one key share the workers evenly with those of another'),
];
