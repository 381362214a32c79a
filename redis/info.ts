import type { DataCommands } from './link';

/** What a server tells of itself by INFO: fields by their names. Those of a section it does not have are absent. */
export type Info = Readonly<Record<string, string>>;

export async function infoOf(redis: Pick<DataCommands, 'info'>): Promise<Info> {
  const lines = (await redis.info()).split(/\r?\n/).filter((line) => /^[^#:]+:/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
