/** `plan FILE`: what `report FILE` would read, without a run or a server. */
import { EXIT } from './exit';
import type { Output } from './output';
import { reportPackage } from './reportPackage';
import { readAs } from './runs';
import type { StartFlags } from './runs';

/** @throws InputFault as `report` does. */
export async function plan(file: string, flags: StartFlags, output: Output): Promise<number> {
  const report = reportPackage('A plan of a report');
  const { plan: found } = await report.readInputFile(file, readAs(flags), flags.analyser);
  if (output.json) output.document({ v: 1, ...found }, 2);
  else output.prose(report.planText(found), 'stdout');
  return EXIT.ok;
}
