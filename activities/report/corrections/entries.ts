/** What came of each line. */
import { commentsOf } from './draft';
import type { Found, Known } from './known';
import type { Correction, Part } from './parse';
import type { CorrectionDone } from './record';

/** Of so many ids that nothing has, the nearest is looked for: it takes a look at all others. */
const LOOKED_FOR = 20;
const MAX_TEXT = 300;

interface Entry {
  readonly of: Set<string>;
  readonly notFound: Map<string, string | undefined>;
  readonly comments: Set<string>;
  before?: string;
}

export class Entries {
  private readonly entries = new Map<Correction, Entry>();
  private looked = 0;

  constructor(private readonly known: Known) {}

  applied(line: Correction, found: Found, before?: string): void {
    const entry = this.of(line);
    entry.of.add(`${found.kind}:${found.kind === 'claim' ? found.it.claim.id : found.it.id}`);
    if (before !== undefined) entry.before = before;
    for (const comment of commentsOf(claimsOf(found))) entry.comments.add(comment);
  }

  /** @returns the id that may have been meant. */
  notFound(line: Correction, part: Part): string | undefined {
    const nearest = this.looked < LOOKED_FOR ? this.known.nearest(part) : undefined;
    this.looked += 1;
    this.of(line).notFound.set(`${part.kind}:${part.id}`, nearest);
    return nearest;
  }

  /** In the order of the lines; a line of which a part was not found is there twice. */
  done(): CorrectionDone[] {
    return [...this.entries]
      .toSorted(([a], [b]) => a.line - b.line)
      .flatMap(([{ line, kind, text }, { of, notFound, comments, before }]) => {
        const said = { line, kind, text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text };
        const facts = { comments: comments.size, ...(before === undefined ? {} : { before }) };
        const nearest = [...notFound.values()].find((one) => one !== undefined);
        return [
          ...(of.size > 0 ? [{ ...said, of: [...of], outcome: 'applied' as const, ...facts }] : []),
          ...(notFound.size > 0
            ? [
                {
                  ...said,
                  of: [...notFound.keys()],
                  outcome: 'notFound' as const,
                  comments: 0,
                  ...(nearest === undefined ? {} : { nearest }),
                },
              ]
            : []),
        ];
      });
  }

  private of(line: Correction): Entry {
    const entry = this.entries.get(line) ?? { of: new Set(), notFound: new Map(), comments: new Set() };
    this.entries.set(line, entry);
    return entry;
  }
}

function claimsOf(found: Found): { claim: { comment: string } }[] {
  if (found.kind === 'claim') return [found.it, ...found.it.similar];
  const subtopics = found.kind === 'topic' ? [...found.it.subtopics] : [found.it];
  return subtopics.flatMap(({ claims }) => [...claims]);
}
