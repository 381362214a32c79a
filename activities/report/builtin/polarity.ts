/** Words that turn what is said round: with one of them more, or another of them, two sentences no longer say the same. */

export const NEGATIONS: ReadonlySet<string> = new Set(['not', 'no', 'never']);

/** Words and their opposites, each list on one side: "raise it" and "increase it" do not contradict each other. */
const OPPOSITES: readonly (readonly [string, string])[] = [
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
];

/** For a word: the list that it belongs to, and whether it stands on the other side of it. */
export const SIDES: ReadonlyMap<string, { readonly name: string; readonly turned: boolean }> = sides();

/** Taking a side, doubt, and conditions. */
const OTHERS = new Set(
  (
    'without nor neither none nobody nothing nowhere hardly barely instead rather than before after if unless until because although though however ' +
    'only except but against for support oppose object reject back favour favor welcome approve disagree agree stop start end begin ' +
    'waste worth useless maybe perhaps could might may cannot doubt fail lack refuse'
  ).split(' '),
);

/** Numbers turn too: "20 mph" is not "30 mph". */
export function turnsRound(word: string): boolean {
  return NEGATIONS.has(word) || SIDES.has(word) || OTHERS.has(word) || /\p{N}/u.test(word);
}

function sides(): ReadonlyMap<string, { name: string; turned: boolean }> {
  const map = new Map<string, { name: string; turned: boolean }>();
  for (const [one, other] of OPPOSITES) {
    for (const word of one.split(' ')) map.set(word, { name: one, turned: false });
    for (const word of other.split(' ')) if (!map.has(word)) map.set(word, { name: one, turned: true });
  }
  return map;
}
