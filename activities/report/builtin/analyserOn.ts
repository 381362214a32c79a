import { createRequire } from 'node:module';
import type { Analyser } from '../analyser';
import type { Assignment, Clustering } from '../model';
import { received } from '../received';
import { claimsOf } from './claims';
import { PUBLISHED } from './encoder/published';
import { readable } from './readable';
import type * as EmbedTasks from './embedThread';
import type * as TextTasks from './textThread';

const { version } = createRequire(__filename)('pipeline-worker/package.json') as { version: string };
const MODEL = {
  name: `Universal Sentence Encoder, multilingual v3 (${PUBLISHED.project} ${PUBLISHED.version})`,
  sha256: PUBLISHED.sha256,
};

type Tasks = typeof EmbedTasks & typeof TextTasks;

export type TaskName = keyof Tasks;
export type Input<N extends TaskName> = Parameters<Tasks[N]>[0];
export type Output<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>;

/** Where tasks run: in threads, or in the caller's own. */
export interface Runner {
  run<N extends TaskName>(name: N, input: Input<N>, signal: AbortSignal): Promise<Output<N>>;
  close(): Promise<void>;
}

export function analyserOn(runner: Runner): Analyser {
  const assignmentsOf = memoised(byComment);
  let fetched: Promise<void> | undefined;
  /** Once for all batches; after a failure, anew. */
  const ready = (): Promise<void> => {
    fetched ??= runner.run('fetchEncoder', undefined, new AbortController().signal).catch((error: unknown) => {
      fetched = undefined;
      throw error;
    });
    return fetched;
  };
  return {
    name: 'builtin',
    made: { version, models: [MODEL] },
    ready,
    async read(comments, signal) {
      return readable(comments, await runner.run('findLanguages', comments, signal));
    },
    batches: (comments, signal) => runner.run('embedBatches', comments, signal),
    async embed(batch, signal) {
      await ready();
      return runner.run('embed', batch, signal);
    },
    cluster: async (input, signal) => received(await runner.run('cluster', input, signal)),
    claims(comment, clustering, signal) {
      // Nothing but slices: a thread would take longer to be told.
      return promised(
        () => claimsOf({ comment, assignments: assignmentsOf(clustering).get(comment.id) ?? [] }),
        signal,
      );
    },
    sortAndDeduplicate: async (input, signal) => received(await runner.run('sortAndDeduplicate', input, signal)),
    summarise: async (input, signal) => received(await runner.run('summarise', input, signal)),
    cruxes: async (input, signal) => received(await runner.run('findCruxes', input, signal)),
    close: () => runner.close(),
  };
}

function byComment({ assignments }: Clustering): ReadonlyMap<string, Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const assignment of assignments) {
    const known = found.get(assignment.comment);
    if (known === undefined) found.set(assignment.comment, [assignment]);
    else known.push(assignment);
  }
  return found;
}

/** Claims are asked for comment by comment: without this, each call would go through all assignments. */
function memoised<T extends object, R>(compute: (value: T) => R): (value: T) => R {
  const known = new WeakMap<T, R>();
  return (value) => {
    const result = known.get(value) ?? compute(value);
    known.set(value, result);
    return result;
  };
}

function promised<T>(compute: () => T, signal: AbortSignal): Promise<T> {
  return new Promise((resolve) => {
    signal.throwIfAborted();
    resolve(compute());
  });
}
