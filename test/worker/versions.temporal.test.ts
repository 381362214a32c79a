/** Two versions of one deployment on the dev server, and what a person does who rolls the second one out. */
import { pausedAt, until, update } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const deploymentName = 'sums';

/** As `temporal worker deployment set-current-version` does; the server knows a version once a worker of it has polled. */
async function makeCurrent(buildId: string): Promise<void> {
  const { workflowService } = pipelines.client;
  const request = { namespace: 'default', deploymentName, buildId, identity: 'test' };
  await until(
    () =>
      workflowService.setWorkerDeploymentCurrentVersion(request).then(
        () => true,
        () => false,
      ),
    (done) => done,
  );
}

async function versionOf(workflowId: string): Promise<string | null | undefined> {
  const { raw } = await pipelines.client.workflow.getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

test('a run that began on v1 ends on v1 after v2 was rolled out, and new runs begin on v2', async () => {
  const [world1, world2] = [new World().failing('total', 2), new World()];
  await pipelines.worker([sumSteps], { world: world1 }, { version: { deploymentName, buildId: 'v1' } });
  await makeCurrent('v1');
  const old = await pipelines.start('sumPipeline', { count: 2 });
  await pausedAt(old, 'sum.total');
  await pipelines.worker([sumSteps], { world: world2 }, { version: { deploymentName, buildId: 'v2' } });
  await makeCurrent('v2');
  const fresh = await pipelines.start('sumPipeline', { count: 3 });
  await fresh.result();
  await update(old, 'retryStep', { step: 'sum.total' });
  await old.result();
  expect(await versionOf(old.workflowId)).toBe('v1');
  expect(await versionOf(fresh.workflowId)).toBe('v2');
  const totals = (world: World): number => world.ran.filter((name) => name === 'total').length;
  expect([totals(world1), totals(world2)]).toEqual([3, 1]);
});
