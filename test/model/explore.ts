/**
 * Explicit-state breadth-first search: every state that a world can reach, each once, so that the first violation found
 * comes with a shortest way to it.
 */
export interface Step<State> {
  readonly what: string;
  readonly state: State;
  /** What this step did that must never be done. */
  readonly wrong?: string | undefined;
}

export interface Found {
  readonly states: number;
  readonly wrong?: string;
  readonly trace?: readonly string[];
}

/** States are plain JSON. Throws when there are more than `limit`: a bound was left out. */
export function explore<State>(
  start: State,
  next: (state: State) => Step<State>[],
  look: (state: State) => string | undefined,
  limit = 2_000_000,
): Found {
  const states: State[] = [start];
  const cameFrom: { parent: number; what: string }[] = [{ parent: -1, what: 'start' }];
  const known = new Set([JSON.stringify(start)]);
  for (let i = 0; i < states.length; i++) {
    for (const { what, state, wrong } of next(states[i]!)) {
      const key = JSON.stringify(state);
      const violation = wrong ?? (known.has(key) ? undefined : look(state));
      if (violation) return { states: states.length, wrong: violation, trace: [...traceTo(cameFrom, i), what] };
      if (known.has(key)) continue;
      known.add(key);
      states.push(state);
      cameFrom.push({ parent: i, what });
      if (states.length > limit) throw new Error(`more than ${limit} states`);
    }
  }
  return { states: states.length };
}

function traceTo(cameFrom: { parent: number; what: string }[], index: number): string[] {
  const trace: string[] = [];
  for (let i = index; i > 0; i = cameFrom[i]!.parent) trace.unshift(cameFrom[i]!.what);
  return trace;
}
