import { log } from '@temporalio/activity';
import type { Logger } from '../activities/kit';

/** What steps log goes through Temporal's activity logger, which adds workflow, run and attempt. */
export const workerLogger: Logger = {
  info: (message, facts) => void log.info(message, facts),
  warn: (message, facts) => void log.warn(message, facts),
};
