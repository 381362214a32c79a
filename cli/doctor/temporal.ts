import type { Link } from '../../client/link';
import { pollersOf } from '../../client/trouble';
import { isOlder } from '../../redis';
import { note, ok, wrong } from './finding';
import type { Finding, Patient } from './finding';

/** The first with updates for everybody: retry, skip, pause and answer are updates. */
const LEAST = '1.25';
/** Registered, it lets `temporal workflow list --query` and the Web UI find paused runs. */
const ATTRIBUTE = 'PipelineStatus';
/** As the wire has them. */
const KEYWORD = 2;

export async function checkTemporal({ temporal: link }: Patient): Promise<Finding[]> {
  if (!link) return [];
  const { address, namespace } = link.config;
  const { serverVersion } = await link.temporal.workflowService.getSystemInfo({});
  const what = `server ${serverVersion} at ${address}, namespace ${namespace}`;
  // Temporal Cloud has no version.
  const isFit = serverVersion === '' || !isOlder(serverVersion, LEAST);
  const version = isFit
    ? ok('temporal', what)
    : wrong('temporal', `${what} knows no updates, by which runs are steered`, `Use ${LEAST} or newer.`);
  return [version, await checkWorkers(link), await checkAttribute(link)];
}

async function checkWorkers(link: Link): Promise<Finding> {
  const { taskQueue } = link.config;
  const workers = await pollersOf(link, taskQueue);
  if (workers.length > 0) return ok('workers', `${workers.length} on task queue ${taskQueue}: ${workers.join(', ')}`);
  return note('workers', `nobody polls task queue ${taskQueue}`, 'Runs wait until a worker does: start one.');
}

async function checkAttribute({ temporal, config: { namespace } }: Link): Promise<Finding> {
  const { operatorService } = temporal.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const type = customAttributes[ATTRIBUTE];
  if (type === KEYWORD) return ok('search', `attribute ${ATTRIBUTE} is registered`);
  if (type !== undefined) {
    const remedy = `Remove it, then: temporal operator search-attribute create --name ${ATTRIBUTE} --type Keyword`;
    return wrong('search', `attribute ${ATTRIBUTE} is registered with another type than Keyword`, remedy);
  }
  const text = `attribute ${ATTRIBUTE} is not registered: paused runs cannot be searched for`;
  const create = `temporal operator search-attribute create --name ${ATTRIBUTE} --type Keyword --namespace ${namespace}`;
  return wrong('search', text, `doctor --fix, or: ${create}`, async () => {
    await operatorService.addSearchAttributes({ namespace, searchAttributes: { [ATTRIBUTE]: KEYWORD } });
    return `attribute ${ATTRIBUTE} is registered now; runs started from now on use it`;
  });
}
