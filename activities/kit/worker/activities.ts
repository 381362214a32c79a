import type { AnyStepSet } from '../contract';
import type { AnyDefinition } from '../authoring/define';
import { definitionsOf } from '../authoring/definitions';
import { keepingOf } from '../authoring/keptEffect';
import { guard } from '../attempt/guard';
import type { Activity } from '../attempt/guard';
import { Limiter } from './limiter';
import { mapWork } from '../map/map';
import { plainWork } from '../attempt/plain';
import type { Kit, Work } from '../attempt/work';

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
