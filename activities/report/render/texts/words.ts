/** A text for each plural that a language tells apart (`Intl.PluralRules`), with `{n}` for the number. `other` is every language's last. */
export type Plural = { readonly other: string } & { readonly [rule in Intl.LDMLPluralRule]?: string };

/** The page's own texts in one language. What stands in braces is filled in; a translation names the same things in braces. */
export interface Words {
  /** For numbers, percentages and dates. */
  readonly locale: string;
  readonly texts: Readonly<Record<TextName, string>>;
  readonly counts: Readonly<Record<CountName, Plural>>;
  /** What a reader has to know, the limits of the method among it. */
  readonly reading: readonly string[];
  readonly ledgerColumns: readonly [outcome: string, rows: string, reason: string, which: string];
  readonly outcomes: Readonly<Record<'ok' | 'skipped' | 'failed', string>>;
}

export type TextName =
  | 'title'
  | 'skip'
  | 'contents'
  | 'overview'
  | 'overviewNote'
  | 'readingTitle'
  | 'summary'
  | 'top'
  | 'anonymous'
  | 'related'
  | 'relatedTo'
  | 'context'
  | 'linkTo'
  | 'claim'
  | 'statement'
  | 'searchLabel'
  | 'searchHint'
  | 'searchTopic'
  | 'searchAllTopics'
  | 'searchShared'
  | 'searchClear'
  | 'searchFound'
  | 'searchNone'
  | 'cruxes'
  | 'sayOf'
  | 'sayMost'
  | 'sayMostThen'
  | 'sayLetters'
  | 'sayVotes'
  | 'sayWords'
  | 'sayFew'
  | 'sayNoneSingle'
  | 'cruxesVotes'
  | 'cruxesWords'
  | 'cruxesBoth'
  | 'cruxesMeasure'
  | 'noCruxes'
  | 'divided'
  | 'bar'
  | 'camps'
  | 'agreeing'
  | 'disagreeing'
  | 'unclear'
  | 'positions'
  | 'positionsNote'
  | 'person'
  | 'agrees'
  | 'disagrees'
  | 'comments'
  | 'commentsNote'
  | 'inputs'
  | 'allUsed'
  | 'unused'
  | 'noReason'
  | 'empty'
  | 'madeBy';

export type CountName =
  | 'comments'
  | 'people'
  | 'topics'
  | 'claims'
  | 'statements'
  | 'rows'
  | 'described'
  | 'sayAll'
  | 'sayAllAlso'
  | 'saySame'
  | 'sayLetter'
  | 'sayUndivided'
  | 'saySingle'
  | 'similar'
  | 'letter'
  | 'unlistedSimilar'
  | 'allClaims'
  | 'moreClaims'
  | 'unlistedClaims'
  | 'moreCruxes'
  | 'unlistedCruxes'
  | 'agree'
  | 'disagree'
  | 'votes'
  | 'byWords'
  | 'morePositions'
  | 'used'
  | 'more'
  | 'partial';
