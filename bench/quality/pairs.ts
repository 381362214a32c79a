/**
 * Pairs of claims of real consultations, each judged by a person: `same` says the same in nearly the same words, `reworded` says the same
 * in others, `opposite` cannot be held with it, `related` is on the same matter but another claim, `other` is on another matter. Rows and
 * hashes only: the texts are not part of the project (CC BY 4.0: "Data was gathered using the Polis software (compdemocracy.org/polis) and
 * is sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project"; changes: sentences of the comments are compared).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { claimSpans } from '../../activities/report/builtin/spans';
import { wordingOf } from '../../activities/report/builtin/wording';
import { shortHash } from '../../activities/report/hash';
import { readComments } from '../../activities/report/input';

export const Judgement = z.enum(['same', 'reworded', 'opposite', 'related', 'other']);
export type Judgement = z.infer<typeof Judgement>;

export interface JudgedPair {
  readonly judgement: Judgement;
  /** The two claims, each by the id of its row and the hash of its text. */
  readonly claims: readonly [string, string];
}

const Row = z.tuple([Judgement, z.string(), z.string(), z.string(), z.string()]);

/** The judgements, from the file beside this one: `folder` is where that is. */
export function judgedPairs(folder: string): JudgedPair[] {
  const rows: unknown[] = parse(readFileSync(join(folder, 'pairs.csv')), { from_line: 2 });
  return rows.map((row) => {
    const [judgement, a, hashOfA, b, hashOfB] = Row.parse(row);
    return { judgement, claims: [`${a} ${hashOfA}`, `${b} ${hashOfB}`] };
  });
}

export interface RealClaim {
  readonly key: string;
  readonly row: string;
  readonly text: string;
  readonly lang: string;
}

/** The files that pairs were taken from, and their languages. */
const FILES = [
  ['polis-all-en.csv', 'en'],
  ['polis-klimarat-de.csv', 'de'],
] as const;

/** Every claim of the consultations that pairs were taken from; `data` is the folder with their files. */
export function realClaims(data: string): RealClaim[] {
  return FILES.flatMap(([file, lang]) =>
    readComments(readFileSync(join(data, file))).comments.flatMap(({ id, text }) =>
      claimSpans(text).map((span) => ({ key: `${id} ${shortHash(span.text)}`, row: id, text: span.text, lang })),
    ),
  );
}

export interface PairResult {
  readonly judgement: Judgement;
  readonly texts: readonly [string, string];
  readonly isOne: boolean;
}

/** What the wording makes of each pair. @throws RangeError for a claim that is not in the data: it is not the data that was judged. */
export function compared(pairs: readonly JudgedPair[], claims: readonly RealClaim[]): PairResult[] {
  const known = new Map(claims.map((claim) => [claim.key, claim]));
  const claimOf = (key: string): RealClaim => {
    const claim = known.get(key);
    if (claim === undefined) throw new RangeError(`the claim ${key} is not in the data: other files were judged`);
    return claim;
  };
  return pairs.map(({ judgement, claims: [a, b] }) => {
    const [one, other] = [claimOf(a), claimOf(b)];
    const isOne = wordingOf(one.text, one.lang) === wordingOf(other.text, other.lang);
    return { judgement, texts: [one.text, other.text], isOne };
  });
}

export interface PairFigures {
  readonly pairs: number;
  readonly merged: number;
  /** Of what is merged, what says the same. */
  readonly precision: number;
  /** Of what says the same in nearly the same words, what is merged. */
  readonly recall: number;
}

export function figuresOf(results: readonly PairResult[]): PairFigures {
  const merged = results.filter(({ isOne }) => isOne);
  const same = results.filter(({ judgement }) => judgement === 'same');
  const right = merged.filter(({ judgement }) => judgement === 'same' || judgement === 'reworded');
  return {
    pairs: results.length,
    merged: merged.length,
    precision: merged.length === 0 ? 1 : right.length / merged.length,
    recall: same.filter(({ isOne }) => isOne).length / same.length,
  };
}
