import { DIMENSIONS, encodeVectors, textKey } from '../../../../activities/report/builtin/vectors';
import type { Claim, EmbeddedBatch } from '../../../../activities/report/model';

/** Vectors in a plane, by angle: two texts have the cosine of the difference of their angles, in degrees. */
export function toyVectors(angles: Readonly<Record<string, number>>): EmbeddedBatch[] {
  const texts = Object.keys(angles);
  const vectors = texts.map((text) => {
    const angle = ((angles[text] ?? 0) * Math.PI) / 180;
    return Float32Array.from({ length: DIMENSIONS }, (_, at) =>
      at === 0 ? Math.cos(angle) : at === 1 ? Math.sin(angle) : 0,
    );
  });
  return [{ id: 'toy', keys: texts.map(textKey), vectors: encodeVectors(vectors) }];
}

/** A claim that is the whole text of its comment. */
export function toyClaim(id: string, text: string, speaker: string, subtopic = 's1'): Claim {
  return { id, comment: `comment of ${id}`, speaker, topic: 't1', subtopic, start: 0, end: text.length, text };
}
