import { liveThrough } from './matrix';
import { rows } from './rows';

liveThrough(
  rows.filter(({ group }) => group === 'effect').flatMap((row) => [[row, 'kill'] as const, [row, 'stop'] as const]),
);
