/**
 * Is this history one that a fenced mutex could have produced?
 *
 * The model is that of a fenced lock as Hazelcast and Jepsen test it: the lock is free or held under a token, an acquisition
 * finds it free and carries a token larger than all before, an end finds it held under its own token. A history is
 * accepted when its operations can be put in one order that the model allows and that keeps to real time: what returned
 * before another was asked comes before it.
 *
 * The search is the one of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993), with the memory of visited
 * configurations that Lowe added ("Testing for Linearizability", 2017) and Porcupine uses. Locks are judged one by one,
 * which is sound because linearizability is local (Herlihy and Wing, 1990).
 *
 * Unknown outcomes: an acquisition that was not answered may have happened or not, and nothing follows from it, so it is
 * left out; an end that was not answered, or that nobody asked for, may have happened at any time after it was begun.
 */

/** Times are ms on one clock. */
export interface Operation {
  readonly kind: 'acquire' | 'end';
  readonly process: string;
  readonly token: number;
  readonly from: number;
  /** Infinity when it is not known when it happened, or whether. */
  readonly to: number;
}

/** @returns why no order is possible, or undefined when there is one. */
export function explain(history: readonly Operation[]): string | undefined {
  const operations = history.toSorted((a, b) => a.from - b.from);
  const isDone = operations.map(() => false);
  const visited = new Set<string>();
  let furthest = 0;
  let stuckAt: Operation[] = [];

  /** Tries every operation that may come next. Depth is the number of operations: a few hundred. */
  function search(done: number, first: number, holder: number, highest: number): boolean {
    while (isDone[first]) first += 1;
    // What never had to happen need not be placed.
    if (operations.every(({ to }, i) => isDone[i] || to === Infinity)) return true;
    const key = `${operations.flatMap((_, i) => (i >= first && isDone[i] ? [i] : [])).join()}/${first}/${holder}`;
    if (visited.has(key)) return false;
    visited.add(key);
    const candidates = nextOf(operations, isDone, first);
    if (done >= furthest) [furthest, stuckAt] = [done, candidates.map((i) => operations[i]!)];
    for (const i of candidates) {
      const { kind, token } = operations[i]!;
      const isPossible = kind === 'acquire' ? holder === 0 && token > highest : holder === token;
      if (!isPossible) continue;
      isDone[i] = true;
      if (search(done + 1, first, kind === 'acquire' ? token : 0, Math.max(highest, token))) return true;
      isDone[i] = false;
    }
    return false;
  }

  if (search(0, 0, 0, 0)) return undefined;
  return `after ${furthest} of ${operations.length} operations none of these can come next:\n${stuckAt.map(textOf).join('\n')}`;
}

/** Those that were begun before any other that is left had to be over. */
function nextOf(operations: readonly Operation[], isDone: readonly boolean[], first: number): number[] {
  let limit = Infinity;
  const next: number[] = [];
  for (let i = first; i < operations.length; i++) {
    if (isDone[i]) continue;
    const { from, to } = operations[i]!;
    if (from > limit) break;
    limit = Math.min(limit, to);
    next.push(i);
  }
  return next.filter((i) => operations[i]!.from <= limit);
}

function textOf({ kind, process, token, from, to }: Operation): string {
  return `  ${process} ${kind} ${token} between ${from.toFixed(1)} and ${to.toFixed(1)} ms`;
}
