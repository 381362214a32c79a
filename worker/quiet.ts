import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { LogLevel, LogMetadata, RuntimeOptions } from '@temporalio/worker';
import { IllegalStateError } from '@temporalio/common';

/** Without what the SDK tells of a worker that is well: what webpack has bundled, each of its states. */
class WithoutTheSdksDiary extends DefaultLogger {
  override log(level: LogLevel, message: string, meta?: LogMetadata): void {
    if (level !== 'INFO' || meta?.['sdkComponent'] !== 'worker') super.log(level, message, meta);
  }
}

/** Where `dev` says itself what matters. Warnings, and what steps and workflows log, stay. A program's own Runtime stays too. */
export const quietSdk = (): void => install({ logger: new WithoutTheSdksDiary('INFO') });

/** In tests, where steps fail and workers die on purpose: errors only. A Runtime that the program has installed before stays. */
export function quietTests(): void {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } });
}

function install(options: RuntimeOptions): void {
  try {
    Runtime.install(options);
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
