/**
 * Which steps are kept effects (`attempt/effect.ts`): their definition says so, or their `run` by reading
 * `step.idempotencyKey`.
 */
import type { AnyStepDefinition } from './define';
import { isFields, isRefField } from './fields';

/**
 * Whether a step is a kept effect: by its definition; when `run` reads its key; not even then, for it returns references;
 * or never (maps, the kit's own steps).
 */
export type Keeping = 'declared' | 'when it reads its key' | 'by reference' | 'never';

export function keepingOf(definition: AnyStepDefinition): Keeping {
  const { idempotencyKey, resource, replaces } = definition;
  if (idempotencyKey || (resource && replaces !== true)) return 'declared';
  return holdsRefs(definition) ? 'by reference' : 'when it reads its key';
}

/** For authors without types: a step that does something outside, and could never have its answer kept. */
export function keepingFaults(definition: AnyStepDefinition): string[] {
  if (keepingOf(definition) !== 'declared' || !holdsRefs(definition)) return [];
  const [why, remedy] = definition.idempotencyKey
    ? ['idempotencyKey', 'and let a step after it read the rest']
    : ['resource', 'or declare replaces: true where it overwrites what it made before'];
  return [
    `it is an effect (${why}), and its output holds references, while its answer is kept in history, inline: ` +
      `return what is small, ${remedy}`,
  ];
}

function holdsRefs({ output }: AnyStepDefinition): boolean {
  return isRefField(output) || (isFields(output) && Object.values(output).some(isRefField));
}
