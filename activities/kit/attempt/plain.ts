/** A plain step as the guard's work. */
import { ApplicationFailure } from '@temporalio/common';
import { hashOf } from '../../../redis/canonical';
import type { EffectKey, Fields } from '../contract';
import type { AnyStepDefinition, StepContext } from '../authoring/define';
import { own, stepContext, subjectOf } from './context';
import { nonRetryable } from '../errors';
import { isRefField, wireSchema, WireRef } from '../authoring/fields';
import { issuesIn } from '../content/json';
import { formerNames } from '../authoring/keep';
import { loadFields } from '../content/load';
import { keyOfRepeat, ownKeyOf } from '../authoring/ownKey';
import { contentOf, INLINE_BYTES, pack } from '../content/refs';
import { withResource } from './resource';
import type { Execution, Produced, Work } from './work';

export function plainWork(name: string, definition: AnyStepDefinition, input: unknown): Work {
  const wire = parseWire(name, definition.input, input);
  const execute = async (x: Execution): Promise<Produced> => {
    x.heart.phase('reading');
    const data = await loadFields(x.store, name, definition.input, wire);
    const key = ownKeyOf(name, definition, data);
    x.heart.phase('running');
    const { value, ...settled } = await run(x, name, definition, data, key);
    x.heart.phase('writing');
    const packed = await pack(x.store, name, x.hold.token, definition.output, value);
    return { ...packed, ...settled, ...marked(x.effect.kept(packed.output)) };
  };
  const identity = identityOf(definition.input, wire);
  const hashAs = (step: string): string => hashOf([step, definition.version, identity]);
  return {
    name,
    hash: hashAs(name),
    formerly: formerNames(definition).map(hashAs),
    version: definition.version,
    volatile: definition.volatile === true,
    execute,
    async skip(x) {
      if (definition.whenSkipped === undefined) {
        throw nonRetryable(
          'NotSkippable',
          `${name} declares no output for being skipped (whenSkipped); retry it or cancel the run.`,
        );
      }
      const packed = await pack(x.store, name, x.hold.token, definition.output, definition.whenSkipped);
      return { ...packed, ...marked(x.effect.skipped(packed.output, await keyIfReadable(x, name, definition, wire))) };
    },
  };
}

const marked = (effect: EffectKey | undefined): Pick<Produced, 'effect'> => (effect ? { effect } : {});

/** A person may skip what cannot be read, or be named: then only its input tells it apart. */
async function keyIfReadable(
  x: Execution,
  name: string,
  definition: AnyStepDefinition,
  wire: Record<string, unknown>,
): Promise<string | undefined> {
  if (!definition.idempotencyKey) return undefined;
  try {
    return ownKeyOf(name, definition, await loadFields(x.store, name, definition.input, wire));
  } catch (error) {
    if (error instanceof ApplicationFailure) return undefined;
    throw error;
  }
}

async function run(
  x: Execution,
  name: string,
  definition: AnyStepDefinition,
  data: Record<string, unknown>,
  key: string | undefined,
): Promise<{ value: unknown } & Pick<Produced, 'waitedMs' | 'release'>> {
  const { resource } = definition;
  const subject = subjectOf(x, name, definition, key === undefined ? undefined : keyOfRepeat(key, x.options.time));
  const body = (context: StepContext<unknown>) => {
    x.effect.begins(key);
    return definition.run(data as never, context as never);
  };
  if (resource) {
    const resourceName = await own(x, name, () => Promise.resolve(resource(data as never)));
    return withResource(x, subject, resourceName, body);
  }
  const context = stepContext(x, subject, { onKeyRead: () => x.effect.keyRead() });
  return { value: await own(x, name, () => body(context)) };
}

/** Checks the wire form at the door: shape, defaults, and the size of what travels inline. */
export function parseWire(name: string, fields: Fields, input: unknown): Record<string, unknown> {
  const parsed = wireSchema(fields).safeParse(input);
  if (!parsed.success)
    throw nonRetryable('InputInvalid', `${name} was called with a wrong input: ${issuesIn(parsed.error)}`);
  const inline = Object.entries(parsed.data).filter(([field]) => !isRefField(fieldOf(fields, field)));
  const bytes = Buffer.byteLength(JSON.stringify(inline));
  if (bytes > INLINE_BYTES) {
    throw nonRetryable(
      'TooLarge',
      `${name}: inline input has ${bytes} bytes, at most ${INLINE_BYTES}: pass large fields by reference`,
    );
  }
  return parsed.data;
}

/** Rule 1: references count by content, everything else by value. */
export function identityOf(fields: Fields, wire: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const identity = (name: string): unknown => {
    const value = wire[name];
    return isRefField(fieldOf(fields, name)) ? contentOf(WireRef.parse(value)) : value;
  };
  return Object.fromEntries(Object.keys(wire).map((name) => [name, identity(name)]));
}

function fieldOf(fields: Fields, name: string): Fields[string] {
  const field = fields[name];
  if (!field) throw new Error(`impossible: ${name} passed the schema of a list of fields that does not have it`);
  return field;
}
