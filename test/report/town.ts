/** The steps of a report on the small town of the corrections' tests: real but for the analyser, which needs no encoder. */
import { Stored } from '../../activities/kit';
import type { Analysers } from '../../activities/report/analyser';
import { claimsOf } from '../../activities/report/builtin/claims';
import { findCruxes } from '../../activities/report/builtin/cruxes';
import { sortAndDeduplicate } from '../../activities/report/builtin/deduplicate';
import { summarise } from '../../activities/report/builtin/summarise';
import type { Outputs } from '../../activities/report/outputs';
import type { Sources } from '../../activities/report/deps';
import { claims, comments, topics, vectors } from '../activities/report/corrections/town';
import { valueOf, valuesOf } from '../support/stored';

export const CSV = ['id,name,comment', ...comments.map(({ id, speaker, text }) => `${id},${speaker},${text}`)].join(
  '\n',
);

export interface TownDeps {
  readonly analysers: Analysers;
  readonly sources: Sources;
  readonly outputs: Outputs;
  /** How often vectors were computed and topics found, and the titles of each sorting. */
  readonly did: { embedded: number; clustered: number; readonly sorted: string[][] };
  /** What was delivered, by name. */
  readonly files: Map<string, string>;
}

export function townDeps(): TownDeps {
  const did = { embedded: 0, clustered: 0, sorted: [] as string[][] };
  const files = new Map<string, string>();
  const texts = new TextEncoder();
  const assignments = claims.map(({ comment, start, end, topic, subtopic }) => ({
    comment,
    start,
    end,
    topic,
    subtopic,
  }));
  return {
    did,
    files,
    analysers: {
      builtin: {
        name: 'town',
        ready: () => Promise.resolve(),
        read: (all) => Promise.resolve({ comments: [...all], setAside: [] }),
        batches: (all) => Promise.resolve([{ id: 'toy', texts: all.map(({ text }) => text) }]),
        embed: () => {
          did.embedded += 1;
          return Promise.resolve({
            ...vectors[0],
            id: 'toy',
            keys: vectors[0]?.keys ?? [],
            vectors: vectors[0]?.vectors ?? '',
          });
        },
        cluster: () => {
          did.clustered += 1;
          return Promise.resolve(Stored.of({ topics: [...topics], assignments }));
        },
        claims: (comment) =>
          Promise.resolve(claimsOf({ comment, assignments: assignments.filter((one) => one.comment === comment.id) })),
        sortAndDeduplicate: (input) => {
          const { topics: filed } = valueOf(input.clustering);
          did.sorted.push(filed.map(({ title }) => title));
          const found = { topics: filed, claims: valuesOf(input.claims).flat(), vectors: valuesOf(input.vectors) };
          return Promise.resolve(Stored.of(sortAndDeduplicate(found)));
        },
        summarise: (input) =>
          Promise.resolve(Stored.of(summarise({ topics: valueOf(input.topics), vectors: valuesOf(input.vectors) }))),
        cruxes: (input) =>
          Promise.resolve(Stored.of(findCruxes({ topics: valueOf(input.topics), comments: valueOf(input.comments) }))),
        close: () => Promise.resolve(),
      },
    },
    sources: {
      read: (_run, source) => Promise.resolve(texts.encode('text' in source ? source.text : '')),
    },
    outputs: {
      sinkFor: () =>
        Promise.resolve({
          write(_step, name, content) {
            files.set(name, String(content));
            return Promise.resolve({ path: name, bytes: 0, sha256: '' });
          },
        }),
    },
  };
}
