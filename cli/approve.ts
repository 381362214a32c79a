/** `approve`: a person lets a report be made that waits for its review. */
import { userInfo } from 'node:os';
import type { PipelineClient } from '../client';
import { findStack } from '../testing/servers/stack';
import { isConfigured, withClient } from './connection';
import type { CorrectionFlags } from './corrections';
import { EXIT } from './exit';
import type { Output } from './output';
import { finish, withWorker } from './report';
import { reportPackage } from './reportPackage';
import { advice, quoted } from './self';

export interface ApproveFlags extends CorrectionFlags {
  readonly out?: string;
}

/**
 * With servers that a worker is on, the run goes on there. Servers that only a `report` kept are started with a worker, and the report is
 * made here.
 */
export async function approve(id: string, flags: ApproveFlags, output: Output): Promise<number> {
  const pack = reportPackage('An approval of a report');
  const corrections = flags.corrections === undefined ? undefined : await pack.readCorrectionsFile(flags.corrections);
  const by = flags.signedOffBy ?? userInfo().username;
  const say = async (client: PipelineClient): Promise<void> => {
    const notFound = await pack.approveReport(client, id, { by, ...(corrections && { corrections }) });
    for (const { line, of, nearest } of notFound)
      output.say(
        `line ${line}: nothing has the id ${of.join(', ')}${nearest === undefined ? '' : ` (the nearest is ${nearest})`}: left out`,
      );
    output.tell(
      id,
      `${id} is approved by ${by}${flags.signedOffBy === undefined ? ', the user of this machine (--signed-off-by NAME names another)' : ''}`,
    );
  };
  if (isConfigured() || (await findStack()))
    return withClient({ for: 'steer' }, async (client) => {
      await say(client);
      if (!output.json) output.say(...advice('It goes on. Get its files:', `result ${quoted(id)} --out DIR`));
      return EXIT.ok;
    });
  return withWorker('report', output, async (client, _ui, signal) => {
    await say(client);
    return finish(client.handle(id), flags, output, signal);
  });
}
