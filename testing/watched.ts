/** Step sets whose steps are watched: each call of a step's own code is counted, and can be where a worker dies. */
import type { AnyStepSet } from '../activities/kit';

/** One call of a step's own code. Of an item of a map, `input` is the item. */
export interface StepCall {
  readonly input: unknown;
  readonly runId: string;
  readonly attempt: number;
}

type Own = (...given: unknown[]) => Promise<unknown>;
type Definition = { readonly kind: 'step' | 'map'; readonly run: Own };

export class Watch {
  private readonly made = new Map<string, StepCall[]>();
  /** Steps whose own code runs now. */
  readonly running: string[] = [];

  constructor(private readonly known: ReadonlySet<string>) {}

  /** @throws RangeError for a step that there is not. */
  calls(step: string): readonly StepCall[] {
    this.mustKnow(step);
    return this.made.get(step) ?? [];
  }

  mustKnow(step: string): void {
    if (this.known.has(step)) return;
    const like = [...this.known].filter((name) => name.endsWith(`.${step}`));
    throw new RangeError(
      `There is no step '${step}'. There are: ${(like.length > 0 ? like : [...this.known]).join(', ')}`,
    );
  }

  /** @param onDone called with a step whose own code has done its work, before anybody hears of it. */
  watched(set: AnyStepSet, onDone: (step: string) => Promise<void> = () => Promise.resolve()): AnyStepSet {
    const steps = Object.entries(set.steps as Readonly<Record<string, Definition>>).map(([key, definition]) => {
      const run = this.watchedRun(`${set.namespace}.${key}`, definition, onDone);
      return [key, { ...definition, run }] as const;
    });
    return { ...set, steps: Object.fromEntries(steps) };
  }

  private watchedRun(name: string, { run, kind }: Definition, onDone: (step: string) => Promise<void>): Own {
    return async (...given) => {
      const { runId, attempt } = given[kind === 'map' ? 2 : 1] as StepCall;
      this.made.set(name, [...(this.made.get(name) ?? []), { input: given[0], runId, attempt }]);
      this.running.push(name);
      let isDone = false;
      try {
        const output = await run(...given);
        isDone = true;
        return output;
      } finally {
        this.running.splice(this.running.indexOf(name), 1);
        if (isDone) await onDone(name);
      }
    };
  }
}

export const stepNames = (sets: readonly AnyStepSet[]): ReadonlySet<string> =>
  new Set(sets.flatMap(({ namespace, steps }) => Object.keys(steps).map((key) => `${namespace}.${key}`)));
