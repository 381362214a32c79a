import type { Table } from './speech';

const MUCH = '(?:strongly |fully |completely |totally |wholeheartedly )?';
const SIZE = '(?:(?:great|big|huge|complete|total|real|such) )*';
const GOOD = `${SIZE}(?:success|(?:good|great|brilliant|excellent|wonderful) (?:idea|thing)|excellent|wonderful|great|brilliant|fantastic|lovely|amazing|superb|good)`;
const BAD = `${SIZE}(?:disaster|failure|mistake|mess|nightmare|joke|waste of (?:money|time|space)|waste|(?:bad|terrible|awful|stupid) (?:idea|thing)|terrible|awful|horrible|useless|dreadful|bad)`;
const WAS = '(?:was |were |has been |have been )?';

/** A demand without a verb: "raising awareness", "raise awareness". Only of verbs that are no things ("parking", "housing"). */
const DEMANDED =
  /^(?:raising|improving|reducing|increasing|making|creating|encouraging|promoting|protecting|supporting|electing|fixing|keeping|getting)\b/;

function stemOf(verb: string): string {
  const stem = verb.slice(0, -'ing'.length);
  if (/(?:protect|support|elect|fix|keep)$/.test(stem)) return stem;
  return stem === 'gett' ? 'get' : `${stem}e`;
}

export const EN: Table = {
  rewrites: [
    [/\bcannot\b/g, 'can not'],
    [/\bca(?:n't|nt)\b/g, 'can not'],
    [/\bwo(?:n't|nt)\b/g, 'will not'],
    [/\bsha(?:n't|nt)\b/g, 'shall not'],
    [/\b(do|does|did|is|are|was|were|should|would|could|have|has|had)n'?t\b/g, '$1 not'],
    [/'(?:re|m|s)\b/g, ' '],
    [/'ve\b/g, ' have'],
    [/'ll\b/g, ' will'],
    [/'d\b/g, ' would'],
    [/(\p{N}),(?=\p{N}{3}(?!\p{N}))/gu, '$1'],
    // Who asks for it in one way asks for it in another. "Has to" may also tell what is.
    [/\b(?:must|ought to|needs? to)\b(?! not)/g, 'should'],
    // Written as one word as often as as two.
    [/\b(health|child) (care)\b|\b(pot) (holes?)\b/g, '$1$2$3$4'],
  ],
  and: 'and',
  fillers:
    'a an the is are am be been being really very definitely certainly absolutely strongly firmly wholeheartedly actually also please pls plz kindly that which what',
  base: (word) => (/^\p{L}{2,}[^\P{L}su]s$/u.test(word) ? word.slice(0, -1) : word),
  begin: (part) => part.replace(DEMANDED, stemOf),
  // "We should plant trees", "the council must plant trees" and "plant trees" say the same.
  openings: [
    /^(?:i|we) (?:think|believe|feel|agree)(?: that)? /,
    /^in my (?:humble |personal )?(?:opinion|view) /,
    /^we (?:should have|should|have to|need|want) /,
    /^(?:i|we) (?:would like|would love|want)(?: to see| to have)? /,
    /^(?:council|city|town|county|government|state) (?:should|have to) /,
    /^there (?:should|have to) /,
    // "Get money out of politics", "money out of politics".
    /^get (?=.+ out of )/,
    /^let us /,
    /^yes (?!to )/,
  ],
  endings: / (?:needed|now|thank you|thank|urgently)$/,
  hinges:
    'not no never without nor neither instead rather than before after if unless until because although though only except but',
  leanings:
    'none nobody nothing nowhere hardly barely however against for support oppose object reject back favour favor welcome approve disagree agree stop ' +
    'start end begin waste worth useless maybe perhaps could might may cannot doubt fail lack refuse',
  negations: 'not no never',
  opposites: [
    ['legal', 'illegal'],
    ['raise increase', 'lower cut decrease reduce'],
    ['ban forbid prohibit', 'allow permit'],
    ['more', 'less fewer'],
    ['higher', 'lower'],
    ['longer', 'shorter'],
    ['wider', 'narrower'],
    ['better', 'worse'],
    ['good great', 'bad terrible awful'],
    ['open opened', 'close closed'],
    ['build', 'demolish'],
    ['keep', 'remove scrap'],
    ['expand', 'shrink'],
    ['safe', 'unsafe dangerous'],
    ['fair', 'unfair'],
    ['necessary', 'unnecessary'],
    ['important', 'unimportant'],
    ['affordable', 'unaffordable'],
    ['cheap', 'expensive'],
    ['possible', 'impossible'],
    ['free', 'charged'],
    ['mandatory compulsory', 'optional voluntary'],
    ['success', 'failure disaster'],
    ['like', 'dislike'],
    ['love', 'hate'],
    ['right', 'wrong'],
    ['true', 'false'],
  ],
  auxiliaries: 'do does doe did',
  doubts: 'sure know mind understand maybe perhaps could might may if unless whether',
  nameless: 'it this that these those they he she thi there here',
  pointers:
    /^(?:and |but |so |also |or )?(?:(?:this|that|it|its|it's|it’s|they|these|those|them|he|she|such|there|then|here|eg|e\.g\.|for (?:instance|example)|in (?:effect|addition)|if (?:this|that|it|they|so|not))\b|(?:(?:needs|has) to|(?:should|must)(?: not|n['’]t)? be|(?:is|are|was|were)(?: not|n['’]t)?) )/iu,
  supports: [
    new RegExp(
      `^(?:(?:i|we) ${MUCH}(?:support|back|favou?r|welcome|like|love|agree with|approve of|in favou?r of|for)|support|yes to|in favou?r of) (.+)$`,
    ),
    new RegExp(`^(.+?) ${WAS}${GOOD}$`),
  ],
  opposes: [
    new RegExp(
      `^(?:(?:i|we) ${MUCH}(?:oppose|object to|reject|hate|dislike|disagree with|against|opposed to|(?:do )?not (?:support|want|like|agree with|approve of|in favou?r of))|oppose|no to|against|no more) (.+)$`,
    ),
    new RegExp(`^(.+?) ${WAS}(?:${BAD}|not ${GOOD}|(?:would |will )?(?:ruin|destroy|wreck|spoil) .+)$`),
  ],
};
