import { stepSet } from '../kit';
import { claims } from './claims';
import { clustering } from './clustering';
import { correct } from './correct';
import { cruxes } from './cruxes';
import { deliver } from './deliver';
import { embed } from './embed';
import { load } from './load';
import { propose } from './propose';
import { publish } from './publish';
import { sortAndDeduplicate } from './sortAndDeduplicate';
import { summaries } from './summaries';

/** The steps of the report, as activities `report.load` to `report.deliver`. */
export const reportSteps = stepSet('report', {
  load,
  embed,
  clustering,
  claims,
  sortAndDeduplicate,
  correct,
  propose,
  summaries,
  cruxes,
  publish,
  deliver,
});
export { outputsOf } from './outputs';
export { sourcesOf } from './sources';
