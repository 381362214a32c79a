/** What is voted on like a statement and is none: what somebody is, and what he calls others. */

/** "I am against it" takes a side; "I am a parent" does not. */
const SIDE =
  '(?:not |very |so |all |also |more |still |really |strongly |deeply |quite |a bit )*(?:against|for|opposed|in favou?r|pro|anti|concerned|worried|scared|afraid|pleased|happy|unhappy|sure|certain|ok(?:ay)?|fine|tired|sick|glad|sad|angry|upset|disappointed|convinced|interested|proud|ashamed|appalled|hopeful|willing|prepared|ready|disturbed|disgusted|frustrated|excited|grateful|unsure|just|personally|fighting|marching|determined|of the opinion)\\b';
const SELF: readonly RegExp[] = [
  new RegExp(`^i(?:'m| am| was| have been) (?!${SIDE})`),
  /^i (?:always |often |usually |regularly |sometimes |currently |never |only |do not |don't )*(?:live|own|rent|work|study|canvass(?:ed)?|participated?|volunteer(?:ed)?|donated?|teach|taught|coach(?:ed)?|play(?:ed)?|commute|drive|cycle|walk|ride|use|watch|grew up|identify as|consider myself|voted?|speak|attend|went to|moved (?:here|to)|come from|receive|earn|discuss|just vote)\b/,
  /^i (?:have|'ve|had) (?:lived|worked|played|volunteered|(?:personally )?experienced|read|taken out|voted|at least|children|kids|dependents|no children|a (?:job|car|degree|disability|child|family|dog|garden|good understanding|mortgage))\b/,
  /^i can (?:speak|drive|explain)\b/,
  /^i understand (?:how|what)\b/,
  /^my (?:(?:household|household's|family|annual|yearly|personal|monthly|main|first|highest|primary) )?(?:income|qualification|residence|parents|ancestors|gender|ethnicity|age|job|occupation|employer|religion|race|nationality|education|household|language|mother tongue|pronouns)\b/,
  // German, French, Spanish: what somebody is, has reached in years, or where he lives.
  /^ich (?:bin (?:\p{N}|ein|eine|unter|über|zwischen|student|rentner|mutter|vater|männlich|weiblich)|wohne|lebe|arbeite (?:in|bei|als)|besitze|habe (?:\p{N}|kinder|ein auto|kein auto))/u,
  /^(?:j'ai (?:\p{N}|des enfants|une voiture)|j'habite|je (?:vis|loue|travaille|possède|suis (?:\p{N}|un |une |propriétaire|locataire|étudiant|retraité)))/u,
  /^(?:yo )?(?:soy (?:un |una |estudiante|padre|madre|mujer|hombre|jubilad|propietari)|tengo (?:\p{N}|hijos|coche)|vivo|trabajo (?:en|como)|alquilo)/u,
];
/** Who asks for something in the same breath says more than who he is. */
const DEMAND = /\b(?:should|must|ought to|needs? to|we need)\b/;
const SENTENCE_END = /(?<=[.!?])\s+/;

const INSULT =
  /\b(?:idiots?|idiotic|morons?|moronic|imbeciles?|scum|crooks?|liars?|clowns?|bastards?|assholes?|bullshit|shit|fuck\w*|retards?|retarded|libtards?|snowflakes?|losers?|thugs?|nazis?|shut up|go to hell|(?:liberal|leftist|conservative|right-wing|left-wing|republican|democrat|fascist|communist) (?:trash|garbage|filth|nonsense)|(?:stupid|dumb|brainless) (?:people|voters|politicians|liberals|conservatives|government|councillors?|council))\b/i;

/** Whether every sentence tells of the writer alone: a vote on it says who people are, not what they want. */
export function isAboutSelf(text: string): boolean {
  const sentences = text.trim().split(SENTENCE_END);
  return sentences.every((sentence) => {
    const plain = sentence.toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');
    return !DEMAND.test(plain) && SELF.some((pattern) => pattern.test(plain));
  });
}

/** Whether a text calls people names: it is in the report like any other, but does not lead where people disagree. */
export function isInsult(text: string): boolean {
  return INSULT.test(text);
}
