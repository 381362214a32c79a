import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { LogLevel } from '@temporalio/worker';
import { pino } from 'pino';
import { stderr } from './output';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * Puts the SDK's and the worker's logs where they do not disturb progress: JSON lines on stderr, from `level` on. The
 * process itself handles signals, so that locks are released in the right order.
 * @param metricsPort where Prometheus may ask for the SDK's metrics and those of the kit.
 */
export function installLogs(level: string, metricsPort?: number): void {
  const log = pino({ level }, { write: (line: string) => stderr.line(line.trimEnd()) });
  const wanted = level === 'silent' ? 'ERROR' : (level.toUpperCase() as LogLevel);
  const logger = new DefaultLogger(wanted, ({ level: at, message, meta = {} }) => {
    log[at.toLowerCase() as Level](meta, message);
  });
  const core = wanted === 'DEBUG' || wanted === 'TRACE' ? 'INFO' : 'ERROR';
  const logging = { console: {}, filter: makeTelemetryFilterString({ core, other: 'ERROR' }) };
  const metrics = metricsPort !== undefined && {
    metrics: { prometheus: { bindAddress: `0.0.0.0:${metricsPort}`, useSecondsForDurations: true } },
  };
  Runtime.install({ logger, shutdownSignals: [], telemetryOptions: { logging, ...metrics } });
}
