/** Finds what an id of a corrections file means, and what may have been meant where nothing has it. */
import { quoteIdOf } from '../hash';
import type { Draft, DraftClaim, DraftSubtopic, DraftTopic } from './draft';
import type { Part } from './parse';

export type Found =
  | { readonly kind: 'topic'; readonly it: DraftTopic }
  | { readonly kind: 'subtopic'; readonly it: DraftSubtopic }
  | { readonly kind: 'claim'; readonly it: DraftClaim };

/** Several begin so: which one is meant cannot be told. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly ids: readonly string[];
}

export class Known {
  private readonly ids: Readonly<Record<Part['kind'], Map<string, Found>>> = {
    topic: new Map(),
    subtopic: new Map(),
    claim: new Map(),
  };
  /** Page addresses of claims. */
  private readonly quotes = new Map<string, Found>();
  private sorted: Partial<Record<Part['kind'], readonly string[]>> = {};

  constructor(draft: Draft) {
    for (const it of draft.topics) this.ids.topic.set(it.id, { kind: 'topic', it });
    for (const it of draft.subtopics) this.ids.subtopic.set(it.id, { kind: 'subtopic', it });
    for (const it of draft.claims) {
      this.ids.claim.set(it.claim.id, { kind: 'claim', it });
      this.quotes.set(quoteIdOf(it.claim.id), { kind: 'claim', it });
    }
  }

  /** A topic that came to be by a correction, or a subtopic by the id that it has where it was moved to. */
  add(id: string, found: Found): void {
    this.ids[found.kind].set(id, found);
    this.sorted = {};
  }

  find({ kind, id }: Part): Found | Unclear | undefined {
    const whole = this.ids[kind].get(id) ?? (kind === 'claim' ? this.quotes.get(id) : undefined);
    if (whole !== undefined) return whole;
    const [first, ...others] = this.beginningWith(kind, id);
    if (others.length > 0) return { kind: 'unclear', ids: [first ?? '', ...others] };
    return first === undefined ? undefined : this.ids[kind].get(first);
  }

  /** The known id that is most like this one, if any is like it. */
  nearest({ kind, id }: Part): string | undefined {
    let best: { id: string; cost: number } | undefined;
    for (const known of this.inOrder(kind)) {
      const cost = distance(id, known);
      if (cost < (best?.cost ?? MOST_LIKE)) best = { id: known, cost };
    }
    return best && `${kind}:${best.id}`;
  }

  private inOrder(kind: Part['kind']): readonly string[] {
    return (this.sorted[kind] ??= [...this.ids[kind].keys()].toSorted());
  }

  private beginningWith(kind: Part['kind'], id: string): string[] {
    const all = this.inOrder(kind);
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle] ?? '') < id) low = middle + 1;
      else high = middle;
    }
    const found: string[] = [];
    for (let at = low; all[at]?.startsWith(id) && found.length < 3; at += 1) found.push(all[at] ?? '');
    return found;
  }
}

/** Two slips of the pen, or an exchange of two signs; more is another id. */
const MOST_LIKE = 3;

/** Levenshtein's. What is longer or shorter by too much is no likeness. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) >= MOST_LIKE) return MOST_LIKE;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? MOST_LIKE;
}
