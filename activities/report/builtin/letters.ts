import { byName, shortHash } from '../hash';
import { saysMore } from './wording';

/** What is looked at of a comment: the wordings of its sentences, in order. */
export interface Sentences {
  readonly id: string;
  readonly speaker: string;
  readonly sentences: readonly string[];
  readonly lang?: string | undefined;
}

/** That a comment is a copy of a letter, and which of its sentences are the letter's. */
export interface Copy {
  readonly letter: string;
  readonly sentences: ReadonlySet<number>;
}

/** Fewer are no campaign: two may live together. */
const MIN_PEOPLE = 3;
const MIN_SENTENCES = 2;
/** A sentence or two that many write by themselves ("I support the plan. Thank you for asking.") are no letter. */
const MIN_WORDS = 20;
/** So many letters are tried for a sentence: a hostile file may put one sentence into all of its letters. */
const MAX_TRIED = 8;

interface Letter {
  readonly id: string;
  readonly sentences: readonly string[];
  readonly words: number;
  readonly people: number;
}

/**
 * Finds the letters that several people sent, and their copies by the id of the comment. A letter is what its copies have in common:
 * at least two sentences that stand in all of them, whatever each adds. Whoever left out or changed one of them has written another text.
 * Linear in the sentences, whatever they are.
 */
export function lettersAmong(comments: readonly Sentences[]): ReadonlyMap<string, Copy> {
  const shared = sharedSentences(comments);
  const bySentence = index(groupsOf(comments, shared));
  const copies = new Map<string, Copy>();
  for (const { id, sentences, lang } of comments) {
    const tried = new Set(sentences.flatMap((sentence) => bySentence.get(sentence) ?? []));
    for (const letter of [...tried].sort(mostSent)) {
      const places = placesIn(sentences, letter, lang);
      if (places === undefined) continue;
      copies.set(id, { letter: letter.id, sentences: places });
      break;
    }
  }
  return copies;
}

/** The sentences that stand in the comments of enough people. */
function sharedSentences(comments: readonly Sentences[]): ReadonlySet<string> {
  const speakers = new Map<string, Set<string>>();
  for (const { speaker, sentences } of comments) {
    for (const sentence of sentences) {
      const known = speakers.get(sentence) ?? new Set();
      if (known.size < MIN_PEOPLE) speakers.set(sentence, known.add(speaker));
    }
  }
  return new Set([...speakers].filter(([, known]) => known.size >= MIN_PEOPLE).map(([sentence]) => sentence));
}

/** Comments that have the same shared sentences are copies of one letter. */
function groupsOf(comments: readonly Sentences[], shared: ReadonlySet<string>): Letter[] {
  const groups = new Map<string, { sentences: string[]; speakers: Set<string> }>();
  for (const { speaker, sentences } of comments) {
    const common = [...new Set(sentences.filter((sentence) => shared.has(sentence)))].sort(byName);
    if (common.length < MIN_SENTENCES || wordsIn(common) < MIN_WORDS) continue;
    const key = common.join('\n');
    const group = groups.get(key) ?? { sentences: common, speakers: new Set() };
    groups.set(key, group);
    group.speakers.add(speaker);
  }
  return [...groups.values()]
    .filter(({ speakers }) => speakers.size >= MIN_PEOPLE)
    .map(({ sentences, speakers }) => ({
      id: shortHash('letter', ...sentences),
      sentences,
      words: wordsIn(sentences),
      people: speakers.size,
    }));
}

/** The letters by their sentences. Of two of which one has all of the other, the one that more people sent is the letter. */
function index(letters: readonly Letter[]): ReadonlyMap<string, Letter[]> {
  const bySentence = new Map<string, Letter[]>();
  for (const letter of letters.toSorted(mostSent)) {
    const near = new Set(letter.sentences.flatMap((sentence) => bySentence.get(sentence) ?? []));
    if ([...near].some((other) => contains(letter, other) || contains(other, letter))) continue;
    for (const sentence of letter.sentences) {
      const known = bySentence.get(sentence) ?? [];
      if (known.length < MAX_TRIED) bySentence.set(sentence, [...known, letter]);
    }
  }
  return bySentence;
}

function contains(whole: Letter, part: Letter): boolean {
  const sentences = new Set(whole.sentences);
  return part.sentences.every((sentence) => sentences.has(sentence));
}

/** Where the sentences of the letter stand; undefined where one is missing that is not there with a few words more either. */
function placesIn(sentences: readonly string[], letter: Letter, lang?: string): ReadonlySet<number> | undefined {
  const places = new Map<string, number[]>();
  for (const [at, sentence] of sentences.entries()) places.set(sentence, [...(places.get(sentence) ?? []), at]);
  const found = new Set<number>();
  const missing: string[] = [];
  for (const sentence of letter.sentences) {
    const at = places.get(sentence);
    if (at === undefined) missing.push(sentence);
    else for (const place of at) found.add(place);
  }
  if (wordsIn(missing) * 2 > letter.words) return undefined;
  for (const sentence of missing) {
    const at = sentences.findIndex((other, place) => !found.has(place) && saysMore(other, sentence, lang));
    if (at < 0) return undefined;
    found.add(at);
  }
  return found;
}

function mostSent(a: Letter, b: Letter): number {
  return b.people - a.people || b.words - a.words || byName(a.id, b.id);
}

/** Scripts without spaces between words: two of their letters are about a word. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/gu;
const unspacedIn = (sentence: string): number => Math.floor((sentence.match(UNSPACED)?.length ?? 0) / 2);

function wordsIn(sentences: readonly string[]): number {
  return sentences.reduce((sum, sentence) => sum + sentence.split(' ').length + unspacedIn(sentence), 0);
}
