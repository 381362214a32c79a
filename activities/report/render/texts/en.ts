import type { Words } from './words';

export const EN: Words = {
  locale: 'en-GB',
  texts: {
    title: 'Consultation report',
    skip: 'Skip to the report',
    contents: 'Contents',
    overview: 'What people said',
    overviewNote:
      'The topics, by how many different people spoke about them, each with one of the things that were said.',
    readingTitle: 'How to read this',
    summary: 'In short',
    top: 'Said most',
    anonymous: 'Anonymous',
    related: 'related',
    relatedTo: 'related to:',
    context: 'Whole comment',
    linkTo: 'Link to {what}',
    claim: 'claim {n}',
    statement: 'statement {n}',
    searchLabel: 'Search claims, comments and people',
    searchHint: 'Search claims, comments and people…',
    searchTopic: 'Topic',
    searchAllTopics: 'All topics',
    searchAllGroups: '{name}: all',
    searchShared: 'Said by several people',
    searchClear: 'Clear',
    searchFound: '{claims} of {allClaims} claims · {statements} of {allStatements} divided statements',
    searchNone: 'Nothing matches.',
    cruxes: 'Where people disagree',
    quote: '“{claim}”',
    sayAmong: 'Among them: {claims}.',
    explainVotes: 'Of {n} people who voted on this comment, {agree} agree and {disagree} disagree.',
    explainOpposite: 'Others say the opposite: “{claim}”',
    readingFew:
      'Repetitions and opposites are told by lists of words. Those for {languages} are small: more opposites and repetitions are missed there.',
    sayOf: '{title} ({n})',
    sayMost: 'More people spoke of {title} than of anything else: {people} of {all}.',
    sayMostThen: 'More people spoke of {title} than of anything else: {people} of {all}; then of {others}.',
    sayLetters: '{letters} letters came from several people each; that of the most, {people}: “{claim}”',
    sayVotes: 'Votes divide most on “{claim}”: {agree} agree, {disagree} disagree.',
    sayWords: 'By what they wrote, people divide on “{claim}”: {agree} for, {disagree} against.',
    sayFew: 'Fewest spoke of {topics}.',
    sayNoneSingle: 'Nothing came from one person alone.',
    cruxesVotes:
      'What divides people most: whole comments, by the votes on them. What people say of themselves alone is left out.',
    cruxesWords:
      'Nobody voted on these comments. These are claims that plainly contradict each other; there may be more.',
    cruxesBoth:
      'What divides people most: whole comments, by the votes on them; and, where nobody voted, claims that plainly contradict each other.',
    cruxesMeasure:
      '100% divided would be an even split of everybody; 0% is agreement. They are candidates for a conversation, not verdicts.',
    noCruxes:
      'Nothing was found on which people clearly stand on both sides: neither by votes nor, where nobody voted, by claims that ' +
      'plainly contradict each other. People may still disagree.',
    divided: '{share} divided',
    bar: 'Bar: {disagree} disagree on the left, {agree} agree on the right',
    camps: 'Who stands where',
    agreeing: 'Agree',
    disagreeing: 'Disagree',
    unclear: 'On both sides',
    positions: 'Who stands where',
    positionsNote:
      'A row for each person, a column for each statement above, by its number: +\u00a0agrees, −\u00a0disagrees, empty takes no side.',
    person: 'Person',
    agrees: 'agrees',
    disagrees: 'disagrees',
    groups: 'Who spoke of what',
    groupsNote:
      'People by topic, as the file describes them. A number counts those who can be shown. “<{fewest}” stands for nobody, for fewer than {fewest}, and for more where somebody could else be found by subtraction or in another topic. “Others” are all who have another value, gave none or are not shown.',
    groupsNone: 'No group is large enough to be shown: in no topic are there {fewest} people of one who can be.',
    groupsOf: 'Who spoke of what: {name}',
    groupsOthers: 'Others',
    groupsAll: 'All',
    comments: 'Whole comments',
    commentsNote: 'Those of which the claims above are only a part, each once, with the quoted passages marked.',
    method: 'How this report was made',
    methodSigned: '{name} has signed this report off ({date}).',
    methodUnsigned: 'Nobody has signed this report off: no person has checked it.',
    methodText: 'What was done to the text',
    methodColumns: 'Columns:',
    methodCleaned:
      'Markup became text, characters that nobody sees were taken out, a row that repeats another with its number and its words was read once, and what is longer than 10,000 characters was cut. Nothing else was changed.',
    methodLanguages: 'Languages: {languages}.',
    methodAside: 'Set aside, with the reason:',
    methodRests: 'What rests on what',
    methodTopics:
      'Topics: a program measures how near passages are in meaning and groups what lies near together. A topic is called by words or a passage of its own comments.',
    methodCruxes:
      'Where people disagree: {votes} statements rest on votes on whole comments, {words} on claims that contradict each other in so many words.',
    methodErrors: 'How often that errs',
    methodMeasured:
      'Measured on {date}, on real consultations: {data}. The settings were chosen on these. Other comments can come out better or worse.',
    methodMade: 'What it was made with',
    methodDefaults: 'Options: none.',
    methodOptions: 'Options:',
    methodNotFound: 'nothing has this id any more',
    methodLimits: 'The limits of all this stand under “How to read this”.',
    inputs: 'What became of every comment',
    allUsed: 'None was left out.',
    unused: 'Inputs with a note or a reason',
    noReason: 'no reason was recorded',
    empty: 'No claims were found in these comments.',
    madeBy: 'Analyser: {analyser}.',
  },
  counts: {
    comments: { one: '{n} comment', other: '{n} comments' },
    people: { one: '{n} person', other: '{n} people' },
    topics: { one: '{n} topic', other: '{n} topics' },
    claims: { one: '{n} claim', other: '{n} claims' },
    statements: { one: '{n} divided statement', other: '{n} divided statements' },
    rows: { one: '{n} row', other: '{n} rows' },
    described: { one: 'What {people} wrote in {n} comment.', other: 'What {people} wrote in {n} comments.' },
    sayAll: { one: 'All {n} person spoke of {title}.', other: 'All {n} people spoke of {title}.' },
    sayAllAlso: {
      one: 'All {n} person spoke of {title}; many also of {others}.',
      other: 'All {n} people spoke of {title}; many also of {others}.',
    },
    saySame: {
      one: 'In nearly the same words {n} person said: “{claim}”',
      other: 'In nearly the same words {n} people said: “{claim}”',
    },
    sayLetter: {
      one: '{n} person sent a letter of one wording: “{claim}”',
      other: '{n} people sent a letter of one wording: “{claim}”',
    },
    sayUndivided: {
      one: 'Nothing was found on which people plainly stand on both sides.',
      other: 'On none of the {n} topics was anything found on which people plainly stand on both sides.',
    },
    saySingle: {
      one: '{single} of {n} claim came from one person each.',
      other: '{single} of {n} claims came from one person each.',
    },
    sayTopic: { one: '{people} made {n} claim on this topic.', other: '{people} made {n} claims on this topic.' },
    sayRepeat: { one: '{n} claim repeats what another one says.', other: '{n} claims repeat what another one says.' },
    saidBy: { one: '({n} person)', other: '({n} people)' },
    letter: { one: '{n} person sent a letter of this wording', other: '{n} people sent a letter of this wording' },
    similar: { one: '{n} claim that says the same', other: '{n} claims that say the same' },
    unlistedSimilar: {
      one: '{n} more that says the same: claims.csv.',
      other: '{n} more that say the same: claims.csv.',
    },
    allClaims: { one: 'Show {n} claim', other: 'Show all {n} claims' },
    moreClaims: { one: '{n} more claim', other: '{n} more claims' },
    unlistedClaims: {
      one: '{n} more claim is in claims.csv, and its comment under “Whole comments”.',
      other: '{n} more claims are in claims.csv, and their comments under “Whole comments”.',
    },
    moreCruxes: { one: '{n} more statement', other: '{n} more statements' },
    unlistedCruxes: {
      one: 'The {n} statement after these: report.json.',
      other: 'The {n} statements after these: report.json.',
    },
    agree: { one: '{n} agrees', other: '{n} agree' },
    disagree: { one: '{n} disagrees', other: '{n} disagree' },
    votes: { one: '{n} vote on this whole comment', other: '{n} votes on this whole comment' },
    byWords: { one: '{n} person, by what they wrote', other: '{n} people, by what they wrote' },
    morePositions: {
      one: '{n} more person and every statement: report.json.',
      other: '{n} more people and every statement: report.json.',
    },
    methodRead: { one: 'Read: {n} row,', other: 'Read: {n} rows,' },
    methodMasked: {
      one: 'Telephone numbers, addresses of e-mail and the like are masked: in {n} comment.',
      other: 'Telephone numbers, addresses of e-mail and the like are masked: in {n} comments.',
    },
    methodClaims: {
      one: 'Claims: a passage of a comment, to the letter. They are counted together only where nearly the same words are left once words are taken away that add nothing: {merged} of {n} stand under another.',
      other:
        'Claims: a passage of a comment, to the letter. They are counted together only where nearly the same words are left once words are taken away that add nothing: {merged} of {n} stand under another.',
    },
    methodPairs: {
      one: 'Of {n} pair of claims, judged by a person, {merged} were counted together, {precision} of them rightly; of those that say the same in nearly the same words {recall} were found.',
      other:
        'Of {n} pairs of claims, each judged by a person, {merged} were counted together, {precision} of them rightly; of those that say the same in nearly the same words {recall} were found.',
    },
    methodMix: {
      one: '{n} comment of several consultations, mixed ({language}): topics kept these apart by {nmi} of 1; of the five comments nearest in meaning {nearest} were of the same consultation.',
      other:
        '{n} comments of several consultations, mixed ({language}): topics kept these apart by {nmi} of 1; of the five comments nearest in meaning {nearest} were of the same consultation.',
    },
    methodCorrections: { one: '{n} correction by a person', other: '{n} corrections by a person' },
    used: {
      one: '{ok} of {n} input row went into the report.',
      other: '{ok} of {n} input rows went into the report.',
    },
    more: {
      one: 'and {n} more (all of them are in the audit log of report.json)',
      other: 'and {n} more (all of them are in the audit log of report.json)',
    },
    partial: {
      one: 'This report is partial: {failed} of {n} comment could not be analysed. It is listed with the reason at the end.',
      other:
        'This report is partial: {failed} of {n} comments could not be analysed. They are listed with the reason at the end.',
    },
  },
  reading: [
    'A claim is a passage of a comment, word for word. “Whole comment” shows it where it stood.',
    'A program sorted the comments into topics and chose their names. A claim can stand in the wrong place, and a ' +
      'name can miss the point: read the claims before you rely on a name or a number.',
    'People are counted together only where they say the same in nearly the same words. The same opinion in other words counts apart, so ' +
      'small numbers do not mean that few think so. A related claim is about the same thing; it may say something else, or the opposite.',
    'These are the people who wrote, not everybody: the numbers are no opinion poll.',
    'No comment is lost: the end of the report says what became of each.',
  ],
  ledgerColumns: ['Outcome', 'Rows', 'Reason', 'Which'],
  outcomes: { ok: 'Used, with a note', skipped: 'Skipped', failed: 'Failed' },
};
