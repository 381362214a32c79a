import type { LogLevel } from '@temporalio/worker';
import { pino } from 'pino';
import { stderr } from './output';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * For a command that works itself, before it makes a worker. Others never load the SDK's worker, which takes half of the time that they take to start.
 * Puts the SDK's and the worker's logs where they do not disturb progress: JSON lines on stderr, from that level on. The
 * process itself handles signals, so that locks are released in the right order.
 * @param usual where PIPELINE_LOG_LEVEL says nothing.
 * @param metricsPort where Prometheus may ask for the SDK's metrics and those of the kit.
 */
export async function installLogs(usual: 'silent' | 'error' | 'warn', metricsPort?: number): Promise<void> {
  const { DefaultLogger, makeTelemetryFilterString, Runtime } = await import('@temporalio/worker');
  const level = process.env['PIPELINE_LOG_LEVEL'] ?? usual;
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
