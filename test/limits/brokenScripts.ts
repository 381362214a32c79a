/** Scripts with one rule taken out: what the scenarios are worth is whether they notice. */
import { createHash } from 'node:crypto';
import { scripts, type ScriptName } from '../../redis/scripts';

type Changes = Partial<Record<ScriptName, readonly [from: string, to: string]>>;

/** All stores of this process use the broken scripts while `work` lasts. */
export async function withBroken<T>(changes: Changes, work: () => Promise<T>): Promise<T> {
  const whole = { ...scripts };
  for (const [name, [from, to]] of Object.entries(changes)) {
    const script = scripts[name as ScriptName];
    const [before, after, ...more] = script.source.split(from);
    if (after === undefined || more.length > 0) throw new Error(`${name}.lua has not exactly one: ${from}`);
    const source = `${before}${to}${after}`;
    scripts[name as ScriptName] = { source, sha1: createHash('sha1').update(source).digest('hex') };
  }
  try {
    return await work();
  } finally {
    Object.assign(scripts, whole);
  }
}
