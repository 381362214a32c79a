/**
 * Corrections made in the tree of a report. The order of the lines does not matter: parts are split, moved, merged, named and hidden, in this
 * order, and lines that contradict each other are refused, whichever comes first.
 */
import { shortHash, subtopicIdOf } from '../hash';
import type { SortedTopic } from '../model';
import { addSubtopic, Draft, groupsOf, putClaim, putSubtopic, takeClaim, takeOne } from './draft';
import type { DraftClaim, DraftSubtopic, DraftTopic, HiddenClaim } from './draft';
import { Entries } from './entries';
import { Known, type Found } from './known';
import type { Correction, Part, Problem } from './parse';
import { mustBeWhole } from './whole';

export interface Applied {
  readonly draft: Draft;
  readonly hidden: readonly HiddenClaim[];
  readonly entries: Entries;
  /** Where there is one, nothing of the rest is to be used. */
  readonly problems: Problem[];
}

type Group = DraftTopic | DraftSubtopic;
type Of<K extends Correction['kind']> = Extract<Correction, { kind: K }>;

/** A function of its arguments: the tree is left as it is. */
export function applyCorrections(tree: readonly SortedTopic[], corrections: readonly Correction[]): Applied {
  const applying = new Applying(tree, corrections);
  applying.split();
  applying.move();
  applying.merge();
  applying.rename();
  applying.hide();
  const { draft, hidden, entries, problems } = applying;
  problems.push(...mustBeWhole(draft, hidden, corrections));
  const unlike = new Map(problems.map((one) => [`${one.line} ${one.what}`, one]));
  return { draft, hidden, entries, problems: [...unlike.values()].toSorted((a, b) => a.line - b.line) };
}

class Applying {
  readonly draft: Draft;
  readonly hidden: HiddenClaim[] = [];
  readonly problems: Problem[] = [];
  readonly entries: Entries;
  private readonly known: Known;
  /** The line that says where a claim or subtopic goes, what a group is merged into, gets, or is called. */
  private readonly moved = new Map<DraftClaim | DraftSubtopic, number>();
  private readonly merged = new Map<Group, { readonly into: Group; readonly line: number }>();
  private readonly receives = new Map<Group, number>();
  private readonly named = new Map<Group, number>();
  /** Where a claim goes that is put into a topic of one subtopic. */
  private readonly homes: ReadonlyMap<DraftTopic, DraftSubtopic | undefined>;

  constructor(
    tree: readonly SortedTopic[],
    private readonly corrections: readonly Correction[],
  ) {
    this.draft = new Draft(tree);
    this.known = new Known(this.draft);
    this.entries = new Entries(this.known);
    const only = (topic: DraftTopic): DraftSubtopic | undefined =>
      topic.subtopics.size === 1 ? [...topic.subtopics][0] : undefined;
    this.homes = new Map(this.draft.topics.map((topic) => [topic, only(topic)]));
  }

  split(): void {
    const made = new Map<string, DraftTopic>();
    // Claims first: one whose subtopic is taken out too still stands where its line says.
    for (const kind of ['claim', 'subtopic'] as const)
      for (const line of this.all('split')) {
        const from = this.find(line, line.from);
        if (from?.kind !== 'topic') continue;
        const own = shortHash('split', from.it.own, line.name);
        for (const part of line.of.filter((one) => one.kind === kind)) {
          const found = this.find(line, part);
          if (found === undefined || found.kind === 'topic') continue;
          if (topicOf(found) !== from.it && !this.moved.has(found.it))
            this.refuse(line, `${told(part)} does not stand in ${told(line.from)}`);
          else if (this.mayMove(line, found, part)) {
            const to = made.get(own) ?? this.draft.addTopic(own, line.name);
            made.set(own, to);
            this.known.add(to.id, { kind: 'topic', it: to });
            this.entries.applied(line, found, from.it.title);
            this.put(found, to);
          }
        }
      }
  }

  move(): void {
    // Subtopics first: where the only one of a topic goes away, a claim that comes finds another.
    for (const kind of ['subtopic', 'claim'] as const)
      for (const line of this.all('move')) {
        const to = this.find(line, line.to);
        if (to === undefined || to.kind === 'claim') continue;
        for (const part of line.of.filter((one) => one.kind === kind)) {
          const found = this.find(line, part);
          if (found === undefined || found.kind === 'topic' || !this.mayMove(line, found, part)) continue;
          for (const group of to.kind === 'topic' ? [to.it] : [to.it, to.it.topic]) this.receives.set(group, line.line);
          this.entries.applied(line, found);
          this.put(found, to.it);
        }
      }
  }

  merge(): void {
    const moves: { line: Of<'merge'>; of: Exclude<Found, { kind: 'claim' }> }[] = [];
    for (const line of this.all('merge')) {
      const into = this.find(line, line.into);
      if (into === undefined || into.kind === 'claim') continue;
      for (const part of line.of) {
        const of = this.find(line, part);
        if (of === undefined || of.kind === 'claim') continue;
        const before = this.merged.get(of.it);
        if (before?.into === into.it) continue;
        if (before) this.refuse(line, `line ${before.line} already merges ${told(part)} into another`);
        else if (of.kind === 'subtopic' && this.moved.has(of.it))
          this.refuse(line, `line ${this.moved.get(of.it)} already says where ${told(part)} goes`);
        else if (this.endOf(into.it) === of.it)
          this.refuse(
            line,
            `${told(part)} would be merged into itself${into.it === of.it ? '' : ', by way of another line'}`,
          );
        else {
          this.merged.set(of.it, { into: into.it, line: line.line });
          moves.push({ line, of });
        }
      }
    }
    for (const { line, of } of moves) {
      const to = this.endOf(of.it);
      this.receives.set(to, line.line);
      this.entries.applied(line, of, of.it.title);
      if (of.kind === 'topic' && !('topic' in to)) for (const part of of.it.subtopics) putSubtopic(part, to);
      if (of.kind === 'subtopic' && 'topic' in to) for (const claim of of.it.claims) putClaim(claim, to);
    }
  }

  rename(): void {
    for (const it of this.draft.subtopics) this.known.add(subtopicIdOf(it.topic.own, it.own), { kind: 'subtopic', it });
    for (const kind of ['topic', 'subtopic'] as const)
      for (const line of this.all('rename').filter(({ of }) => of.kind === kind)) {
        const found = this.find(line, line.of);
        if (found === undefined || found.kind === 'claim') continue;
        const { it } = found;
        const [before, merged] = [this.named.get(it), this.merged.get(it)];
        if (before !== undefined) this.refuse(line, `line ${before} already names ${told(line.of)}`);
        else if (merged) this.refuse(line, `line ${merged.line} merges ${told(line.of)} into another: name that one`);
        else {
          this.named.set(it, line.line);
          this.entries.applied(line, found, it.title);
          if (found.kind === 'topic') renameOnly(found.it, line.name);
          it.title = line.name;
        }
      }
  }

  hide(): void {
    const said = new Map<Found['it'], number>();
    for (const kind of ['claim', 'subtopic', 'topic'] as const)
      for (const line of this.all('hide'))
        for (const part of line.of.filter((one) => one.kind === kind)) {
          const found = this.find(line, part);
          if (found === undefined) continue;
          const { it } = found;
          const other = this.whatElse(found) ?? said.get(it);
          if (other !== undefined) {
            this.refuse(line, `line ${other} says something else of ${told(part)}: keep one of them`);
            continue;
          }
          said.set(it, line.line);
          this.entries.applied(line, found);
          for (const claim of claimsIn(found).flatMap(takeClaim))
            this.hidden.push({ claim, reason: line.reason, line: line.line });
        }
    this.hideWhatOverlaps();
  }

  /** A claim that holds words of one that is hidden would show them. */
  private hideWhatOverlaps(): void {
    const hidden = groupsOf(this.hidden, ({ claim }) => claim.comment);
    if (hidden.size === 0) return;
    for (const one of this.draft.claims) {
      const { comment, start, end } = one.claim;
      const over = hidden.get(comment)?.find(({ claim }) => claim.start < end && start < claim.end);
      if (over) for (const claim of takeOne(one)) this.hidden.push({ ...over, claim });
    }
  }

  private all<K extends Correction['kind']>(kind: K): Of<K>[] {
    return this.corrections.filter((line): line is Of<K> => line.kind === kind);
  }

  private refuse({ line }: Correction, what: string): void {
    this.problems.push({ line, what });
  }

  private find(line: Correction, part: Part): Found | undefined {
    const found = this.known.find(part);
    if (found?.kind === 'unclear') {
      this.refuse(line, `several ids begin with ${told(part)}: ${found.ids.join(', ')}`);
      return undefined;
    }
    if (found !== undefined) return found;
    const nearest = this.entries.notFound(line, part);
    // What was to be hidden may stand elsewhere: it must not be published for a slip of the pen, or a comment that was changed.
    if (line.kind === 'hide')
      this.refuse(
        line,
        `nothing has the id ${told(part)}${nearest === undefined ? '' : ` (the nearest is ${nearest})`}, and what was to be hidden may stand elsewhere`,
      );
    return undefined;
  }

  /** Whether no other line says where it goes. */
  private mayMove({ line }: Correction, { it }: Exclude<Found, { kind: 'topic' }>, part: Part): boolean {
    const before = this.moved.get(it);
    if (before === undefined) this.moved.set(it, line);
    else this.problems.push({ line, what: `line ${before} already says where ${told(part)} goes` });
    return before === undefined;
  }

  private put({ kind, it }: Exclude<Found, { kind: 'topic' }>, to: Group): void {
    if (kind === 'claim') putClaim(it, 'topic' in to ? to : this.homeOf(to), (one) => this.moved.has(one));
    else if (!('topic' in to)) putSubtopic(it, to);
  }

  /** A subtopic of the topic's own name for what is put into it, where it has not just one. */
  private homeOf(topic: DraftTopic): DraftSubtopic {
    const only = this.homes.get(topic);
    if (only?.topic === topic) return only;
    const own = shortHash('general', topic.own);
    const general = [...topic.subtopics].find((one) => one.own === own);
    return general ?? addSubtopic(topic, { id: own, title: topic.title, description: '' });
  }

  private endOf(group: Group): Group {
    const next = this.merged.get(group);
    return next ? this.endOf(next.into) : group;
  }

  /** The line that says something of it that hiding it would undo. */
  private whatElse({ kind, it }: Found): number | undefined {
    if (kind === 'claim') return this.moved.get(it);
    const moved = kind === 'subtopic' ? this.moved.get(it) : undefined;
    return moved ?? this.merged.get(it)?.line ?? this.receives.get(it) ?? this.named.get(it);
  }
}

const told = ({ kind, id }: Part): string => `${kind}:${id}`;

const topicOf = (found: Exclude<Found, { kind: 'topic' }>): DraftTopic =>
  found.kind === 'claim' ? found.it.place.topic : found.it.topic;

function claimsIn(found: Found): DraftClaim[] {
  if (found.kind === 'claim') return [found.it];
  const subtopics = found.kind === 'topic' ? [...found.it.subtopics] : [found.it];
  return subtopics.flatMap(({ claims }) => [...claims]);
}

/** The name of a topic stands a second time where it has one subtopic. */
function renameOnly(topic: DraftTopic, name: string): void {
  for (const subtopic of topic.subtopics) if (subtopic.title === topic.title) subtopic.title = name;
}
