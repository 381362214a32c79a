/** In memory: the real kernel, locks and steps, without a server and without waiting. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileSink } from 'pipeline-worker/activities';
import { testPipelines } from 'pipeline-worker/testing';
import { firstPipeline } from './pipelines';
import { firstSteps } from './steps';

test('the counts are written, and a worker that dies on the way costs nothing that was recorded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'first-pipeline-'));
  const deps = { files: fileSink(folder) };
  const kit = await testPipelines({ inMemory: true, pipelines: { firstPipeline }, steps: [firstSteps], deps });
  const run = kit.start(firstPipeline, { text: 'good morning\n# not this', file: 'a.txt' }, { id: 'a' });
  await kit.crash({ after: 'first.split' });
  const { path, lines } = await run.result();
  assert.equal(lines, 2);
  assert.equal(await readFile(path, 'utf8'), 'Hello good morning: 2\n# not this: skipped\n');
  assert.equal(kit.calls('first.split').length, 1);
  await kit.close();
  await rm(folder, { recursive: true });
});
