/** Set up in each test file of a run that is to say where every suite's Redis came from (`CI_REDIS`, .ci/tiers.mjs). */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { redisStarted } from '../../testing/servers/redis';

declare const REDIS_UNDER_TEST: string | undefined;
const form = typeof REDIS_UNDER_TEST === 'undefined' ? '' : REDIS_UNDER_TEST;

subscribe(redisStarted.name, (message) => {
  const { source } = message as { readonly source: string };
  const { testPath } = expect.getState();
  appendFileSync(process.env['CI_REDIS'] ?? 'redis', `${JSON.stringify({ testPath, form, source })}\n`);
});
