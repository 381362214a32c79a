/** A term as it stands in a text. */
export interface Term {
  /** As it may stand in a title; nothing where this form of it may not. */
  readonly written: string;
  /** Whether it is a name of its own (a place, a person), as far as capitals tell. */
  readonly proper: boolean;
}

/** The noun phrases of one comment (of a language without a tagger, its phrases), by a key that plural and capitals do not change. */
export type Terms = ReadonlyMap<string, Term>;
