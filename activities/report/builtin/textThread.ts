/**
 * What runs inside a text thread: every export is a task, called by its name (`pool.ts`). Arguments and results are
 * plain data, as they are copied between threads; those of the whole report are contents, which nobody else reads.
 */
import { z } from 'zod';
import { mapped } from '../../kit/authoring/fields';
import type { MapEntry } from '../../kit/contract';
import { Claim, Clustering, Comment, Crux, EmbeddedBatch, SortedTopic, Summary } from '../model';
import { onStored } from '../onStored';
import { allValues, okValues } from '../outcomes';
import * as clustering from './cluster';
import * as cruxes from './cruxes';
import * as deduplicate from './deduplicate';
import * as summaries from './summarise';

export { findLanguages } from './language';
export { embedBatches } from './batches';

const entries = <T>(field: { schema: z.ZodType }): z.ZodType<MapEntry<T>[]> => field.schema as z.ZodType<MapEntry<T>[]>;
const comments = z.array(Comment);
const topics = z.array(SortedTopic);
const vectors = entries<EmbeddedBatch>(mapped(EmbeddedBatch));

export const cluster = onStored({ comments, vectors }, Clustering, (given) =>
  clustering.cluster({ ...given, vectors: allValues(given.vectors) }),
);

export const sortAndDeduplicate = onStored(
  { clustering: Clustering.pick({ topics: true }), claims: entries<Claim[]>(mapped(z.array(Claim))), vectors },
  topics,
  (given) =>
    deduplicate.sortAndDeduplicate({
      topics: given.clustering.topics,
      claims: okValues(given.claims).flat(),
      vectors: allValues(given.vectors),
    }),
);

export const summarise = onStored({ topics, vectors }, z.array(Summary), (given) =>
  summaries.summarise({ ...given, vectors: allValues(given.vectors) }),
);

export const findCruxes = onStored({ topics, comments }, z.array(Crux), cruxes.findCruxes);
