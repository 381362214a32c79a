import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { LogLevel, LogMetadata } from '@temporalio/worker';
import { IllegalStateError } from '@temporalio/common';

/** Without what the SDK tells of a worker that is well: what webpack has bundled, each of its states. */
class WithoutTheSdksDiary extends DefaultLogger {
  override log(level: LogLevel, message: string, meta?: LogMetadata): void {
    if (level !== 'INFO' || meta?.['sdkComponent'] !== 'worker') super.log(level, message, meta);
  }
}

/** Where `dev` says itself what matters. Warnings, and what steps and workflows log, stay. A program's own Runtime stays too. */
export function quietSdk(): void {
  try {
    Runtime.install({ logger: new WithoutTheSdksDiary('INFO') });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
