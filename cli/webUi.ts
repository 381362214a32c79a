/** Where the Web UI shows the runs of a namespace. */
import type { WorkerConfig } from '../worker';

const CLOUD = /\.tmprl\.cloud(:\d+)?$/;

/** @param started the Web UI of servers that were started here. @returns undefined when nobody can say. */
export function webUi({ temporal }: WorkerConfig, started?: string): string | undefined {
  const base = process.env['PIPELINE_UI_URL'] ?? started ?? cloudUi(temporal.connectionOptions.address);
  return base && `${base.replace(/\/$/, '')}/namespaces/${encodeURIComponent(temporal.namespace ?? 'default')}`;
}

const cloudUi = (address = ''): string | undefined => (CLOUD.test(address) ? 'https://cloud.temporal.io' : undefined);

export function linkOf(ui: string | undefined, id: string): string | undefined {
  return ui === undefined ? undefined : `${ui}/workflows/${encodeURIComponent(id)}`;
}
