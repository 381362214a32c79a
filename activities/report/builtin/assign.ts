import type { Assignment } from '../model';
import { sameOf, type Point } from './points';

/** A subtopic, and what was found to belong there. */
export interface Place {
  readonly topic: string;
  readonly subtopic: string;
  readonly points: readonly Point[];
}

/**
 * Files every passage. What several people said stands in one place, the one where most of them said it, although one may have said it in
 * the middle of something else.
 */
export function assign(places: readonly Place[]): Assignment[] {
  const filed = places.flatMap((place) =>
    place.points.flatMap(({ units }) =>
      units.flatMap(({ comment, passages }) => passages.map((passage) => ({ place, comment, passage }))),
    ),
  );
  const speakers = new Map<string, Map<Place, Set<string>>>();
  for (const { place, comment, passage } of filed) {
    const said = speakers.get(sameOf(passage)) ?? new Map<Place, Set<string>>();
    speakers.set(sameOf(passage), said);
    said.set(place, (said.get(place) ?? new Set()).add(comment.speaker));
  }
  const home = new Map([...speakers].map(([said, of]) => [said, most(of)]));
  return filed.map(({ place, comment, passage }) => {
    const { topic, subtopic } = home.get(sameOf(passage)) ?? place;
    const { start, end, letter, context } = passage;
    return {
      comment: comment.id,
      start,
      end,
      topic,
      subtopic,
      ...(letter === undefined ? {} : { letter }),
      ...(context === undefined ? {} : { context }),
    };
  });
}

function most(places: ReadonlyMap<Place, ReadonlySet<string>>): Place | undefined {
  const [best] = [...places].sort(
    ([a, one], [b, other]) => other.size - one.size || (a.subtopic < b.subtopic ? -1 : a.subtopic > b.subtopic ? 1 : 0),
  );
  return best?.[0];
}
