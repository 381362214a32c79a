/** Eight rows of the kill matrix for every run of the tests; `npm run test:crash` lives through all. */
import { liveThrough } from './matrix';
import { rows } from './rows';

const chosen = new Set([
  'with a workflow task done and not reported',
  'in the code of a step',
  'after commit, unheard',
  'in an item',
  'after record, unheard',
  'between cache and record',
  'during the effect',
  'after it handed the resource on',
]);

liveThrough(rows.filter(({ where }) => chosen.has(where)).map((row) => [row, 'kill']));
