/** Set up in each test file of a run that is to say where every suite's Redis came from (`CI_REDIS`, .ci/tiers.mjs). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { redisStarted } from '../../testing/servers/redis';

declare const REDIS_UNDER_TEST: string | undefined;
const form = typeof REDIS_UNDER_TEST === 'undefined' ? '' : REDIS_UNDER_TEST;

const hear = (message: unknown): void => {
  const { source } = message as { readonly source: string };
  const { testPath } = expect.getState();
  appendFileSync(process.env['CI_REDIS'] ?? 'redis', `${JSON.stringify({ testPath, form, source })}\n`);
};
subscribe(redisStarted.name, hear);
// The channel is of the process: what it says later is of other files.
afterAll(() => unsubscribe(redisStarted.name, hear));
