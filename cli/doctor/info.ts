import type { Reader } from '../survey/keys';

/** The fields of INFO. */
export async function infoOf(redis: Reader): Promise<Readonly<Record<string, string>>> {
  const info: Record<string, string> = {};
  for (const line of (await redis.info()).split(/\r?\n/)) {
    const [, name, value = ''] = /^([^#:]+):(.*)$/.exec(line) ?? [];
    if (name !== undefined) info[name] = value;
  }
  return info;
}
