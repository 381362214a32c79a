/** Step sets that can never work, or that would silently take each other's place, are refused before anything runs. */
import { z } from 'zod';
import { limits } from '../../../redis';
import type { AnyStepSet } from '../contract';
import type { AnyDefinition, AnyMapDefinition, AnyStepDefinition } from './define';
import { keepingFaults } from './keptEffect';
import { isRefField } from './fields';
import { keepFaults, nameFaults as formerNameFaults } from './keep';

/** The steps of a set by the names of their activities, `namespace.key`. */
export function definitionsOf({ namespace, steps }: AnyStepSet): readonly (readonly [string, AnyDefinition])[] {
  return Object.entries(steps).map(([key, step]) => [`${namespace}.${key}`, step as AnyDefinition]);
}

/** Steps or pipelines are wrong; the message has every fault with its name. Mend them: no worker starts with them. */
export class DefinitionInvalid extends Error {
  override readonly name = 'DefinitionInvalid';

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(`These definitions can never work: ${faults.join('; ')}.`, options);
  }
}

/** Throws DefinitionInvalid with all that is wrong with this set. */
export function mustWork(set: AnyStepSet): void {
  const { namespace, steps } = set;
  const faults = [
    ...(isNamespace(namespace) ? [] : [`${quoted(namespace)} cannot be the name of a step set: ${NAMESPACE}`]),
    ...Object.keys(steps).flatMap((key) => nameFaults(namespace, key)),
    ...definitionsOf(set).flatMap(([name, step]) => faultsOf(step).map((fault) => `${name}: ${fault}`)),
    ...formerNameFaults(definitionsOf(set)),
  ];
  if (faults.length > 0) throw new DefinitionInvalid(faults);
}

/** The same for all sets of a worker, and where one of them would take the place of what another has. */
export function mustFitTogether(sets: readonly AnyStepSet[]): void {
  sets.forEach(mustWork);
  const steps = sets.flatMap((set) => definitionsOf(set).map(([name, step]) => ({ name, is: step as object, set })));
  const once = new Map(sets.flatMap(definitionsOf));
  const faults = [...twice(steps, (name) => `two step sets have a step ${name}`), ...formerNameFaults([...once])];
  if (faults.length > 0) throw new DefinitionInvalid(faults);
}

interface Named {
  readonly name: string;
  readonly is: object;
  readonly set: AnyStepSet;
}

/** The same thing twice does no harm: sets may be made of others. */
function twice(all: readonly Named[], what: (name: string) => string): string[] {
  const first = new Map<string, Named>();
  return all.flatMap((one) => {
    const other = first.get(one.name) ?? one;
    first.set(one.name, other);
    const where = `namespaces ${other.set.namespace} and ${one.set.namespace}`;
    return other.is === one.is ? [] : [`${what(one.name)} (${where}): give one of them another name`];
  });
}

const NAMESPACE = "give it a name without a colon; 'kit' and what begins with 'kit.' are the kit's own";
const isNamespace = (name: unknown): boolean => isName(name) && name !== 'kit' && !name.startsWith('kit.');

/** Colons part the names of keys (redis/keys.ts); ` #2` is how the rows of `watch` tell a further call. */
const isName = (name: unknown): name is string =>
  typeof name === 'string' && name.trim() !== '' && !name.includes(':') && !/ #\d+$/.test(name);

/** What JavaScript itself looks for in the steps of a proxy. */
const TAKEN = new Set(['then', 'toJSON']);

function nameFaults(namespace: string, key: string): string[] {
  if (!isName(key) || TAKEN.has(key))
    return [
      `${quoted(key)} cannot be the name of a step of ${namespace}: give it a name without a colon or a number behind ' #', ` +
        `and none of ${[...TAKEN].join(', ')}`,
    ];
  const bytes = Buffer.byteLength(`${namespace}.${key}`);
  return bytes > limits.nameBytes ? [`${namespace}.${key} has ${bytes} bytes, at most ${limits.nameBytes} bytes`] : [];
}

function faultsOf(step: AnyDefinition): string[] {
  if (step.kind !== 'map' && (step.kind as unknown) !== 'step') return ['it is no step: make it with defineStep'];
  const version = wholeFault('version', step.version, 0);
  const faults = [
    ...version,
    ...keepFaults(step),
    ...functionFaults(step),
    ...(step.kind === 'map' ? mapFaults(step) : plainFaults(step)),
  ];
  return faults.length > 0 || step.kind === 'map' ? faults : keepingFaults(step);
}

function functionFaults(step: AnyDefinition): string[] {
  const needed: Record<string, unknown> = step.kind === 'map' ? { run: step.run, id: step.id } : { run: step.run };
  const { idempotencyKey } = step;
  const resource = step.kind === 'map' ? undefined : step.resource;
  const wrong = Object.entries({
    ...needed,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(resource === undefined ? {} : { resource }),
  }).filter(([, value]) => typeof value !== 'function');
  return wrong.map(([name]) => `its ${name} is no function`);
}

function plainFaults({ input, output }: AnyStepDefinition): string[] {
  const isOne = isSchema(output) || isRef(output);
  return [...fieldFaults('input', input), ...(isOne ? [] : outputFaults(output))];
}

const outputFaults = (output: unknown): string[] =>
  isRecord(output) ? fieldFaults('output', output) : ['its output is no schema, reference or list of fields'];

function mapFaults({ item, output, shared, concurrency, again }: AnyMapDefinition): string[] {
  return [
    ...(isSchema(item) ? [] : ['its item is no schema']),
    ...(isSchema(output) ? [] : ['its output is no schema']),
    ...fieldFaults('shared', shared),
    ...(isRecord(shared) && 'items' in shared ? ["a shared field cannot be called 'items': the list is"] : []),
    ...(concurrency === undefined ? [] : wholeFault('concurrency', concurrency, 1)),
    ...(again === undefined ? [] : wholeFault('again', again, 0)),
  ];
}

function wholeFault(what: string, value: unknown, least: number): string[] {
  if (Number.isSafeInteger(value) && Number(value) >= least) return [];
  return [`its ${what} is ${quoted(value)}; give a whole number of at least ${least}`];
}

function fieldFaults(what: string, fields: unknown): string[] {
  if (!isRecord(fields) || isSchema(fields) || isRef(fields)) return [`its ${what} is no list of fields`];
  const wrong = Object.entries(fields).filter(([, field]) => !isSchema(field) && !isRef(field));
  return wrong.map(([name]) => `the field '${name}' of its ${what} is no schema`);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isSchema = (value: unknown): boolean => value instanceof z.ZodType;
const isRef = (value: unknown): boolean => isRecord(value) && isRefField(value as never) && isSchema(value['schema']);
const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
