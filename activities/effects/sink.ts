/** Writing a file or an object as a step: its author says what stands in it, and nothing of tokens or locks. */
import { z } from 'zod';
import type { Data, Fields, Step, WireInput, WireOutput } from '../kit/contract';
import type { EffectContext, Renamed } from '../kit/authoring/define';
import type { FileSink } from './file';

const written = { path: z.string(), bytes: z.number(), sha256: z.string() };
type Written = typeof written;

export interface SinkEffectDefinition<I extends Fields, D> extends Renamed {
  /** Raise it when `file` would give another content for the same input. */
  readonly version: number;
  readonly input: I;
  /** The output when a person skips the step; only then can it be skipped. */
  readonly whenSkipped?: Data<Written>;
  /** Which of the sinks in `deps`. Default: `deps.files` of a `fileEffect`, `deps.s3` of an `s3Effect`. */
  to?(deps: D): FileSink;
  /** The whole content, and the name that readers know it by. */
  file(input: Data<I>): { readonly name: string; readonly content: string | Uint8Array };
  /** Names what one attempt anywhere may write at a time. Default: the name of the file. Give it where another step writes it too. */
  resource?(input: Data<I>): string;
}

/** What needs no `to` in a `fileEffect`. */
export interface FileDeps {
  readonly files: FileSink;
}
/** What needs no `to` in an `s3Effect`. */
export interface S3Deps {
  readonly s3: FileSink;
}

/**
 * A step that writes a file into the folder of a `fileSink`, and answers with its path, bytes and sha256. It overwrites what it
 * wrote before, so it may run again; an attempt that was overtaken changes nothing (`StaleToken`).
 */
export function fileEffect<const I extends Fields>(
  definition: SinkEffectDefinition<I, FileDeps>,
): Step<WireInput<I>, WireOutput<Written>, FileDeps>;
export function fileEffect<const I extends Fields, D>(
  definition: SinkEffectDefinition<I, D> & { to(deps: D): FileSink },
): Step<WireInput<I>, WireOutput<Written>, D>;
export function fileEffect<I extends Fields>(definition: SinkEffectDefinition<I, FileDeps>): { readonly kind: 'step' } {
  return writing(definition, 'file', ({ files }) => files);
}

/** The same with an object in the bucket of an `s3Sink`. A store that does not honour conditional writes ends it (`StoreNotFenced`). */
export function s3Effect<const I extends Fields>(
  definition: SinkEffectDefinition<I, S3Deps>,
): Step<WireInput<I>, WireOutput<Written>, S3Deps>;
export function s3Effect<const I extends Fields, D>(
  definition: SinkEffectDefinition<I, D> & { to(deps: D): FileSink },
): Step<WireInput<I>, WireOutput<Written>, D>;
export function s3Effect<I extends Fields>(definition: SinkEffectDefinition<I, S3Deps>): { readonly kind: 'step' } {
  return writing(definition, 's3', ({ s3 }) => s3);
}

function writing<I extends Fields, D>(
  definition: SinkEffectDefinition<I, D>,
  kind: string,
  usual: (deps: D) => FileSink,
): { readonly kind: 'step' } {
  const step = {
    kind: 'step',
    ...definition,
    output: written,
    replaces: true,
    resource: (input: Data<I>) => definition.resource?.(input) ?? `${kind}:${definition.file(input).name}`,
    run(input: Data<I>, step: EffectContext<D>) {
      const { name, content } = definition.file(input);
      const sink = definition.to?.(step.deps) ?? usual(step.deps);
      return sink.write(step, name, content);
    },
  } as const;
  return step;
}
