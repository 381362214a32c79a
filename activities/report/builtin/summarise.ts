import type { EmbeddedBatch, SortedClaim, SortedTopic, Summary } from '../model';
import { allOf } from './people';
import { isTelling } from './telling';
import { dot, mean, Vectors, type Vector } from './vectors';

const MAX_POINTS = 4;
/** Longer claims make no summary; they are taken only where a topic has nothing shorter. */
const MAX_CHARACTERS = 220;
const CENTRALITY = 0.7;
const NOVELTY = 0.3;

export interface SortedInput {
  readonly topics: readonly SortedTopic[];
  readonly vectors: readonly EmbeddedBatch[];
}

/** An extractive summary of each topic: its most telling claims. */
export function summarise({ topics, vectors: batches }: SortedInput): Summary[] {
  const vectors = new Vectors(batches);
  return topics.map((topic) => ({ topic: topic.id, claims: telling(topic, vectors) }));
}

function telling(topic: SortedTopic, vectors: Vectors): string[] {
  const heads = topic.subtopics.flatMap((subtopic) => subtopic.claims);
  const fit = heads.filter(({ text, lang }) => isTelling(text, lang));
  return select(fit, vectors).map(({ id }) => id);
}

/** Maximal marginal relevance: near the middle of the topic, but unlike what was taken already. */
function select(heads: readonly SortedClaim[], vectors: Vectors): SortedClaim[] {
  const short = heads.filter(({ text }) => text.length <= MAX_CHARACTERS);
  const left = (short.length > 0 ? short : heads).map((claim) => ({ claim, vector: vectors.of(claim.text) }));
  if (left.length === 0) return [];
  const centre = mean(heads.flatMap(allOf).map(({ text }) => vectors.of(text)));
  const taken: { claim: SortedClaim; vector: Vector }[] = [];
  while (taken.length < MAX_POINTS && left.length > 0) {
    const scores = left.map(({ vector }) => {
      const known = taken.reduce((max, other) => Math.max(max, dot(vector, other.vector)), 0);
      return CENTRALITY * dot(vector, centre) - NOVELTY * known;
    });
    taken.push(...left.splice(scores.indexOf(Math.max(...scores)), 1));
  }
  return taken.map(({ claim }) => claim);
}
