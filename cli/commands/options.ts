/** Options of more than one command. */
import { InvalidArgumentError } from 'commander';
import { option } from '../command';

/** For an option that takes a number. What it may be is said by who uses it. */
function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('It takes a number.');
  return number;
}

export const input = option('--input <json>', 'the input of the pipeline, as JSON or @FILE');

export const turn = [
  option('--priority <number>', 'of many runs that wait, 1 goes first, 5 last; 3 unless given').argParser(numberOf),
  option('--fairness-key <key>', 'runs of one key share the workers evenly with those of another'),
];

export const corrections = option(
  '--corrections <file>',
  'of a report: names, merges, moves and what is hidden, a line each',
);
export const signedOffBy = option(
  '--signed-off-by <name>',
  'who answers for them; the user of this machine unless given',
);
