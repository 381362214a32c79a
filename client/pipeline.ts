/** What the type of a pipeline says of its runs. Taken with `import type`, so no workflow code reaches the client. */
import type { StartOptions } from '../workflows/kit';

/** A workflow function made with `openRun`. */
export type Pipeline = (input: never, options?: StartOptions) => Promise<unknown>;
/** Where only the name of a pipeline is known. */
export type UnknownPipeline = (input: unknown) => Promise<unknown>;

export type InputOf<P extends Pipeline> = Parameters<P>[0];
export type ResultOf<P extends Pipeline> = Awaited<ReturnType<P>>;
