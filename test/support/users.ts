/** Users of a Redis that have the rights they are given, and no other. */
import type { Redis } from 'ioredis';

/** Makes the user anew, as docs/operations.md says also for Redis 6.2. @returns the address of that server as it connects. */
export async function asUser(
  { raw, url }: { readonly raw: Redis; readonly url: string },
  name: string,
  rights: readonly string[],
): Promise<string> {
  const isOld = (await raw.info('server')).includes('redis_version:6.');
  const its = isOld ? rights.map((right) => right.replace(/^%R~/, '~')) : rights;
  await raw.call('ACL', 'SETUSER', name, 'reset', 'on', '>secret', ...its);
  return url.replace('://', `://${name}:secret@`);
}

/** The same list with each of its rights left out once. */
export const eachMissing = (rights: readonly string[]): { readonly right: string; readonly left: string[] }[] =>
  rights
    .filter((right) => right !== 'resetchannels')
    .map((right) => ({ right, left: rights.filter((other) => other !== right) }));

/** Of a worker's rights those for warnings and for people: `inspect`, `locks`, `doctor`. No run needs them. */
export const ofPeople: ReadonlySet<string> = new Set([
  '+info',
  '+config|get',
  '+memory|usage',
  '+object|idletime',
  '+hscan',
  '+scan',
]);
