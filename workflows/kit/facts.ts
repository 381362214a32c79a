/** What a run remembers besides its steps: decisions of the body (`once:`), answers (`answer:`), accepted maps. */
import { kit, stop } from './kernel';
import type { Kernel } from './kernel';
import { insist } from './own';
import { jsonBytes, sizes, utf8Bytes } from './shapes';

/**
 * Remembers a fact for the life of the run, and returns the one that stands: another execution of the id may have been
 * first. All facts of a run travel together when it opens again, so they are bounded together.
 */
export async function remember(kernel: Kernel, key: string, value: unknown): Promise<unknown> {
  const bytes = checkedBytes(kernel, key, value);
  const turn = kernel.room.enter(bytes);
  if (turn) await turn;
  try {
    const stands = await insist(kernel, 'kit.remember', () => kit['kit.remember']({ key, value }));
    kernel.remembered.set(key, stands);
    return stands;
  } finally {
    kernel.room.leave(bytes);
  }
}

function checkedBytes(kernel: Kernel, key: string, value: unknown): number {
  const what = `what '${key}' is to remember`;
  const bytes = jsonBytes(value);
  if (bytes === undefined) throw stop('NotJson', `${what} is no JSON (a BigInt, a cycle, a function?)`);
  if (bytes > sizes.inlineBytes)
    throw stop(
      'TooLarge',
      `${what} has ${bytes} bytes, at most ${sizes.inlineBytes}: let a step return it by reference`,
    );
  kernel.facts += 1;
  kernel.factBytes += bytes + utf8Bytes(key);
  if (kernel.facts > sizes.facts || kernel.factBytes > sizes.factsBytes)
    throw stop(
      'TooLarge',
      `it remembers ${kernel.facts} facts of ${kernel.factBytes} bytes together, at most ${sizes.facts} of ${sizes.factsBytes}`,
    );
  return bytes;
}
