/** What the type of a pipeline says of its runs. Taken with `import type`, so no workflow code reaches the client. */
import type { StartOptions } from '../workflows/kit';

/** A pipeline made with `definePipeline`, or any other workflow function of its input. */
export interface AnyPipeline {
  (input: never, start?: StartOptions): Promise<unknown>;
  readonly name: string;
}

/** Where only the name of a pipeline is known. */
export interface UnknownPipeline {
  (input: unknown): Promise<unknown>;
  readonly name: string;
}

/** Its workflow type. Of a workflow function that is no pipeline: any text. */
export type NameOf<P extends AnyPipeline> = P['name'];
/** What it is started with: defaults of its schema may be left out. */
export type InputOf<P extends AnyPipeline> = Parameters<P>[0];
/** What its body returns. */
export type ResultOf<P extends AnyPipeline> = Awaited<ReturnType<P>>;
