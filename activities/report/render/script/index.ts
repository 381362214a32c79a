import { COMMENTS } from './comments';
import { FOLDS } from './folds';
import { SEARCH } from './search';
import { SPY } from './spy';

/**
 * The page's script: search and filter, and comforts. Everything can be read without it. It is the same in every report
 * (the policy names it by its hash), so what it has to know of a report stands in the page; texts of the input it only
 * compares. Plain JavaScript for browsers of the last years: it is sent as it stands here, and tested in one.
 */
export const SCRIPT = `(() => {
'use strict';
${FOLDS}${COMMENTS}${SEARCH}${SPY}})();`;
