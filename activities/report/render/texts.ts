const locale = 'en-GB';
const number = new Intl.NumberFormat(locale);
const list = new Intl.ListFormat(locale, { type: 'conjunction' });
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

type Count = (n: number) => string;

const noun =
  (one: string, many: string): Count =>
  (n) =>
    n === 1 ? one : many;

const counted =
  (one: string, many: string): Count =>
  (n) =>
    `${number.format(n)} ${n === 1 ? one : many}`;

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const MAX_QUOTED = 140;

/** What is quoted in a sentence: whole words, as far as it is read at a glance. */
function shortened(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  const [begin] = new RegExp(`^.{1,${MAX_QUOTED}}(?=\\s|$)`, 'su').exec(plain) ??
    new RegExp(`^.{1,${MAX_QUOTED}}`, 'su').exec(plain) ?? [plain];
  return begin === plain ? plain : `${begin} …`;
}

/** Every text of the page that is not the report's own: a translation is another table of this shape. */
export const TEXTS = {
  language: 'en',
  number: (n: number): string => number.format(n),
  date: (iso: string): string => `${date.format(new Date(iso))} UTC`,
  people: counted('person', 'people'),
  claims: counted('claim', 'claims'),
  rows: counted('row', 'rows'),
  labels: {
    comments: noun('comment', 'comments'),
    people: noun('person', 'people'),
    topics: noun('topic', 'topics'),
    claims: noun('claim', 'claims'),
    cruxes: noun('divided statement', 'divided statements'),
  },
  skip: 'Skip to the report',
  contents: 'Contents',
  overview: 'Topics at a glance',
  inBrief: 'In brief',
  sentences: {
    of: (title: string, people: number): string => `${title} (${number.format(people)})`,
    most: (title: string, people: number, all: number, others: readonly string[]): string =>
      people === all
        ? `All ${counted('person', 'people')(all)} spoke of ${title}${others.length > 0 ? `; many also of ${list.format(others)}` : ''}.`
        : `More people spoke of ${title} than of anything else: ${number.format(people)} of ${number.format(all)}` +
          `${others.length > 0 ? `; then of ${list.format(others)}` : ''}.`,
    same: (people: number, claim: string): string =>
      `In nearly the same words ${counted('person', 'people')(people)} said: “${shortened(claim)}”`,
    letters: (letters: number, people: number, begin: string): string =>
      letters === 1
        ? `${counted('person', 'people')(people)} sent a letter of one wording: “${shortened(begin)}”`
        : `${number.format(letters)} letters came from several people each; that of the most, ${number.format(people)}: “${shortened(begin)}”`,
    votes: (text: string, agree: number, disagree: number): string =>
      `Votes divide most on “${shortened(text)}”: ${number.format(agree)} agree, ${number.format(disagree)} disagree.`,
    words: (text: string, agree: number, disagree: number): string =>
      `By what they wrote, people divide on “${shortened(text)}”: ${number.format(agree)} for, ${number.format(disagree)} against.`,
    undivided: (topics: number): string =>
      topics === 1
        ? 'Nothing was found on which people plainly stand on both sides.'
        : `On none of the ${number.format(topics)} topics was anything found on which people plainly stand on both sides.`,
    few: (topics: readonly string[]): string => `Fewest spoke of ${list.format(topics)}.`,
    single: (single: number, all: number): string =>
      single === 0
        ? 'Nothing came from one person alone.'
        : `${number.format(single)} of ${counted('claim', 'claims')(all)} came from one person each.`,
  },
  overviewNote: 'How many different people spoke about each topic, and how many claims they made.',
  summary: 'In short',
  anonymous: 'Anonymous',
  similar: counted('claim that says the same', 'claims that say the same'),
  letter: (people: number): string => `${counted('person', 'people')(people)} sent a letter of this wording`,
  related: 'related',
  relatedTo: 'related to:',
  moreClaims: counted('more claim', 'more claims'),
  context: 'Whole comment',
  linkTo: (what: string): string => `Link to ${what}`,
  claim: (n: number): string => `claim ${n}`,
  statement: (n: number): string => `statement ${n}`,
  /** For the script: it puts numbers for what stands in braces. */
  search: {
    label: 'Search claims, comments and people',
    hint: 'Search claims, comments and people…',
    topic: 'Topic',
    allTopics: 'All topics',
    shared: 'Said by several people',
    clear: 'Clear',
    found: '{claims} of {allClaims} claims · {statements} of {allStatements} divided statements',
    none: 'Nothing matches.',
  },
  cruxes: 'Where people disagree',
  cruxesNote: {
    votes:
      'What divides people most: whole comments, by the votes on them. What people say of themselves alone is left out.',
    words: 'Nobody voted on these comments. These are claims that plainly contradict each other; there may be more.',
    both: 'What divides people most: whole comments, by the votes on them; and, where nobody voted, claims that plainly contradict each other.',
  },
  cruxesMeasure:
    '100% divided would be an even split of everybody; 0% is agreement. They are candidates for a conversation, not verdicts.',
  moreCruxes: counted('more statement', 'more statements'),
  unlistedCruxes: (n: number): string => `The ${counted('statement', 'statements')(n)} after these: report.json.`,
  noCruxes:
    'Nothing was found on which people clearly stand on both sides: neither by votes nor, where nobody voted, by claims that plainly ' +
    'contradict each other. People may still disagree.',
  ofTopic: counted('divided statement', 'divided statements'),
  divided: (share: number): string => `${percent(share)} divided`,
  agree: (n: number): string => `${number.format(n)} agree`,
  disagree: (n: number): string => `${number.format(n)} disagree`,
  bar: (agree: number, disagree: number): string =>
    `Bar: ${number.format(disagree)} disagree on the left, ${number.format(agree)} agree on the right`,
  votes: counted('vote on this whole comment', 'votes on this whole comment'),
  byWords: (n: number): string => `${counted('person', 'people')(n)}, by what they wrote`,
  camps: 'Who stands where',
  agreeing: 'Agree',
  disagreeing: 'Disagree',
  unclear: 'On both sides',
  positions: 'Who stands where',
  positionsNote:
    'A row for each person, a column for each statement above, by its number: +\u00a0agrees, −\u00a0disagrees, empty takes no side.',
  person: 'Person',
  morePositions: (n: number): string => `${counted('more person', 'more people')(n)} and every statement: report.json.`,
  agrees: ['+', 'agrees'],
  disagrees: ['−', 'disagrees'],
  inputs: 'What became of every comment',
  inputsNote: (ok: number, total: number): string =>
    `${number.format(ok)} of ${counted('input row', 'input rows')(total)} went into the report.`,
  allUsed: 'None was left out.',
  unused: 'Inputs with a note or a reason',
  ledgerColumns: ['Outcome', 'Rows', 'Reason', 'Which'],
  outcomes: { ok: 'Used, with a note', skipped: 'Skipped', failed: 'Failed' },
  noReason: 'no reason was recorded',
  more: (n: number): string => `and ${number.format(n)} more (all of them are in the audit log of report.json)`,
  partial: (failed: number, total: number): string =>
    `This report is partial: ${number.format(failed)} of ${counted('comment', 'comments')(total)} could not be analysed. ` +
    'They are listed with the reason at the end.',
  empty: 'No claims were found in these comments.',
  about: 'How to read this',
  aboutText:
    'Claims are passages of the comments, word for word. Those in nearly the same words are folded under one of them, and only these are ' +
    'counted together. A related claim is near in subject; it may say something else, or the opposite, and counts for itself. ' +
    'Topics are ordered by how many different people spoke about them.',
  madeBy: (analyser: string): string => `Analyser: ${analyser}.`,
} as const;
