import type { StepSet } from './contract';
import type { AnyDefinition } from './define';
import { definitionsOf } from './definitions';
import { keepingOf } from './effect';
import { guard } from './guard';
import type { Activity } from './guard';
import { Limiter } from './limiter';
import { mapWork } from './map';
import { plainWork } from './plain';
import type { Kit, Work } from './work';

export type AnyStepSet = StepSet<string, Readonly<Record<string, { readonly kind: 'step' | 'map' }>>>;

/** The Temporal activities of a step set, by name, each behind the guard. */
export function activitiesOf(set: AnyStepSet, kit: Kit): Record<string, Activity> {
  return Object.fromEntries(
    definitionsOf(set).map(([name, step]) => {
      const keeping = step.kind === 'map' ? 'never' : keepingOf(step);
      return [name, guard(kit, { name, keeping, toWork: (input) => workOf(name, step, input) })];
    }),
  );
}

function workOf(name: string, step: AnyDefinition, input: unknown): Work {
  return step.kind === 'map' ? mapWork(name, step, input) : plainWork(name, step, input);
}

/** One limiter a step for the whole process, whatever number of its shards run at once. */
export function limiters(): Kit['limiter'] {
  const byStep = new Map<string, Limiter>();
  return (step, limit) => {
    const limiter = byStep.get(step) ?? new Limiter(limit);
    byStep.set(step, limiter);
    return limiter;
  };
}
