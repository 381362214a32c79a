/** `doctor`: is everything well? Every finding is a line with its remedy. */
import { clientConfig } from '../../client/config';
import { openLink } from '../../client/link';
import type { WorkerConfig } from '../../worker';
import { colorsFor } from '../colors';
import { withServers } from '../connection';
import { EXIT } from '../exit';
import { messageOf } from '../histories';
import type { Output } from '../output';
import { readerOf } from '../reader';
import { endpointOf, parseAddress } from '../../redis';
import { checkClocks } from './clocks';
import { checkDisk } from './disk';
import type { Finding, Level, Patient } from './finding';
import { wrong } from './finding';
import { checkOrphans } from './orphans';
import { checkRedis } from './redis';
import { checkRuns } from './runs';
import { checkSchemas, REMOVE_OLD_SCHEMAS } from './schemas';
import { checkTemporal } from './temporal';

const checks = {
  temporal: checkTemporal,
  runs: checkRuns,
  redis: checkRedis,
  clocks: checkClocks,
  disk: checkDisk,
  orphans: checkOrphans,
  schemas: checkSchemas,
};

/** What it was asked to do besides looking. */
export interface Asked {
  readonly fix?: boolean;
  readonly removeOldSchemas?: boolean;
}

/** @returns 1 when something is wrong that was not fixed. */
export const doctor = ({ fix = false, removeOldSchemas = false }: Asked, output: Output): Promise<number> =>
  withServers({ for: 'read' }, (config) =>
    withPatient(config, output, async (patient, unreachable) => {
      const found = [...unreachable];
      for (const finding of unreachable) tell(finding, output);
      for (const [topic, check] of Object.entries(checks)) {
        for (const finding of await checked(topic, () => check(patient))) {
          const asked = finding.flag === REMOVE_OLD_SCHEMAS ? removeOldSchemas : fix;
          const after = asked && finding.fix ? await fixed(finding, finding.fix) : finding;
          found.push(after);
          tell(after, output);
        }
      }
      return conclude(found, fix, output);
    }),
  );

/** What does not answer is a finding, and the rest is looked at nevertheless. */
async function withPatient(
  config: WorkerConfig,
  output: Output,
  run: (patient: Patient, unreachable: readonly Finding[]) => Promise<number>,
): Promise<number> {
  const unreachable: Finding[] = [];
  const away =
    (topic: string) =>
    (error: unknown): undefined => {
      unreachable.push(wrong(topic, messageOf(error), 'Nothing of it can be checked until then.'));
    };
  const temporal = await openLink(clientConfig(config)).catch(away('temporal'));
  const reader = await readerOf(config).catch(away('redis'));
  try {
    const reached = { ...(temporal && { temporal }), ...(reader && { redis: reader.redis, redisLink: reader.link }) };
    return await run({ config, redisEndpoint: endpointOf(parseAddress(config.redisUrl)), ...reached }, unreachable);
  } finally {
    await temporal?.close();
    reader?.close();
  }
}

async function checked(topic: string, check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [wrong(topic, `this could not be checked: ${messageOf(error)}`, 'Mend that, then look again.')];
  }
}

async function fixed(finding: Finding, fix: () => Promise<string>): Promise<Finding> {
  try {
    return { level: 'fixed', topic: finding.topic, text: await fix() };
  } catch (error) {
    return { ...finding, text: `${finding.text}; this could not be fixed: ${messageOf(error)}` };
  }
}

function tell({ level, topic, text, remedy }: Finding, output: Output): void {
  if (output.json) {
    const at = new Date().toISOString();
    output.event({ event: 'finding', at, level, topic, text, ...(remedy !== undefined && { remedy }) });
    return;
  }
  const what = remedy === undefined ? text : `${text.replace(/\.$/, '')}. ${remedy}`;
  output.result(`${markOf(level)} ${topic.padEnd(9)} ${what}`);
}

function markOf(level: Level): string {
  const colors = colorsFor(process.stdout);
  if (level === 'wrong') return colors.red('✗');
  return level === 'note' ? colors.yellow('!') : colors.green(level === 'fixed' ? '+' : '✓');
}

function conclude(found: readonly Finding[], fix: boolean, output: Output): number {
  const count = (level: Level): number => found.filter((finding) => finding.level === level).length;
  const fixable = fix ? 0 : found.filter((finding) => finding.fix && finding.flag === undefined).length;
  const bad = count('wrong');
  const hint = fixable > 0 ? `; doctor --fix mends ${fixable}` : '';
  output.say(bad === 0 ? 'everything is well' : `${bad} wrong${hint}`);
  const at = new Date().toISOString();
  output.event({ event: 'finished', at, status: bad === 0 ? 'ok' : 'failed', files: [] });
  return bad === 0 ? EXIT.ok : EXIT.failed;
}
