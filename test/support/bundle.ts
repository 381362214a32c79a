import { join } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import type { Logger, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { cacheDir } from '../../testing/servers/cache';
import { bundlePipelines } from '../../worker/bundle';

const quiet: Logger = new DefaultLogger('ERROR');

/** The workflows of a file as workers take them; bundled only where they, or what they import, have changed since the last time. */
export const bundleOf = (pipelines: string, logger = quiet): Promise<WorkflowBundleWithSourceMap> =>
  bundlePipelines(pipelines, { logger, cache: join(cacheDir(), 'bundles') });
