import { pattern, type Table } from './speech';

const NOT = String.raw`\b(?:nicht|kein\p{L}*|nie|niemals)\b`;
const GOOD =
  '(?:(?:gro(?:ss|ß)er |voller )?erfolg|(?:(?:sehr )?gute|tolle|super|großartige) (?:idee|sache)|gut|toll|super|prima|klasse|großartig|grossartig|wunderbar|sinnvoll|richtig)';
const BAD =
  '(?:(?:totale |echte )?katastrophe|desaster|reinfall|fehler|unsinn|quatsch|schande|(?:reine )?geldverschwendung|verschwendung|(?:schlechte|dumme|blöde) (?:idee|sache)|schlecht|furchtbar|schrecklich|nutzlos|sinnlos|überflüssig|falsch)';
const WAS = '(?:war |waren |wäre |wären |wird |bleibt )?';
const FAVOUR =
  '(?:unterstütze|unterstützen|befürworte|befürworten|begrüße|begrüsse|begrüßen|will|wollen|möchte|möchten|mag|brauche|brauchen)';

export const DE: Table = {
  rewrites: [
    [/ß/g, 'ss'],
    // Who must and who should are asked for the same; "muss nicht" asks for nothing.
    [pattern`(?<!${NOT}[^.!?,]{0,80})\b(?:muss|müsste)\b(?![^.!?,]{0,80}${NOT})`, 'soll'],
    [pattern`(?<!${NOT}[^.!?,]{0,80})\b(?:müssen|müssten)\b(?![^.!?,]{0,80}${NOT})`, 'sollen'],
    [pattern`\bsollte\b`, 'soll'],
    [pattern`\bsollten\b`, 'sollen'],
    [/^\s*ich (?:finde|denke|glaube|meine|bin der meinung),?\s+(?:dass )?(?=wir |man |es |die |der |das )/, ''],
    [pattern`\b(?:bitte|vielen dank|danke)\b`, ' '],
  ],
  and: 'und sowie',
  fillers:
    'der die das den dem des ein eine einen einem einer eines ist sind sehr wirklich unbedingt absolut endlich doch mal halt eben einfach auch',
  openings: [
    /^(?:meiner meinung|meiner ansicht) nach /,
    /^(?:wir|ich|man) (?:brauchen|brauche|braucht|wollen|will|fordern|fordere|benötigen|möchten|möchte|wünsche mir|wünschen uns) /,
    /^es (?:braucht|soll geben|sollen geben) /,
    /^(?:stadt|gemeinde|politik|staat) soll /,
    /^(?:ja|also) (?!zu)/,
  ],
  endings: / (?:bitte|danke|jetzt|her)$/,
  hinges:
    'ohne weder statt anstatt als wie vor bevor nach nachdem wenn falls ausser solange bis weil da obwohl nur sondern aber trotz',
  leanings:
    'niemand nirgends kaum gegen für ablehnen lehne ab stopp stoppen vielleicht könnte kann eventuell dagegen dafür verschwendung unnötig überflüssig wenig zu',
  negations: 'nicht kein keine keinen keinem keiner keines nie niemals nein',
  opposites: [
    ['mehr', 'weniger'],
    ['erhöhen anheben', 'senken verringern reduzieren'],
    ['erlauben erlaubt zulassen', 'verbieten verboten untersagen'],
    ['öffnen geöffnet offen', 'schliessen geschlossen'],
    ['bauen', 'abreissen'],
    ['behalten erhalten', 'abschaffen'],
    ['höher', 'niedriger tiefer'],
    ['länger', 'kürzer'],
    ['breiter', 'schmaler'],
    ['besser', 'schlechter'],
    ['gut', 'schlecht'],
    ['schneller', 'langsamer'],
    ['sicher', 'unsicher gefährlich'],
    ['gerecht fair', 'ungerecht unfair'],
    ['wichtig', 'unwichtig'],
    ['nötig notwendig', 'unnötig überflüssig'],
    ['sinnvoll', 'sinnlos'],
    ['billig günstig', 'teuer'],
    ['kostenlos kostenfrei gratis', 'kostenpflichtig'],
    ['möglich', 'unmöglich'],
    ['erfolg', 'katastrophe reinfall'],
    ['richtig', 'falsch'],
    ['dafür', 'dagegen'],
  ],
  doubts: 'vielleicht eventuell könnte könnten dürfte wenn falls ob sofern solange weiss nur',
  nameless: 'es er sie dies diese dieser dieses hier da so dort',
  pointers:
    /^(?:und |aber |auch |denn )?(?:das (?:ist|war|wäre|muss|soll|sollte|kann|könnte|darf|geht|hat|hätte|wird|würde|macht|finde|gilt|bringt|führt|reicht|nützt|hilft|gehört|stimmt|heißt|schafft|kostet)|dies(?:e|er|es|en|em)?|damit|dadurch|dabei|davon|dafür|dagegen|darum|deshalb|deswegen|daher|somit|(?:muss|müssen|sollte|sollten) (?:sich|endlich|dringend|unbedingt|so|nicht)|(?:ist|sind|war|waren))(?!\p{L})/iu,
  supports: [
    /^(?:ich|wir) (?:bin |wäre )?(?:voll |ganz |klar |eindeutig |sehr )*(?:für|pro) (.+)$/u,
    new RegExp(`^(?:ich|wir) ${FAVOUR} (?!.* nicht$)(?:voll )?(.+)$`, 'u'),
    /^(?:ich|wir) stimmen? (?!.*nicht)(.+) zu$/u,
    /^(?:ja zu[mr]?|für|pro) (.+)$/u,
    new RegExp(`^(?:ich|wir) finden? (?!.*nicht)(.+) ${GOOD}$`, 'u'),
    new RegExp(`^(?!.*(?:nicht|kein))(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    /^(?:ich|wir) (?:bin |wäre )?(?:strikt |ganz |klar |eindeutig |entschieden )*gegen (.+)$/u,
    /^(?:ich|wir) lehnen? (.+) (?:strikt |entschieden |klar )*ab$/u,
    /^(?:ich|wir) (?:bin |wäre )?nicht für (.+)$/u,
    /^(?:nein zu[mr]?|gegen|kontra) (.+)$/u,
    new RegExp(`^(?:ich|wir) ${FAVOUR} (.+) nicht$`, 'u'),
    /^(?:ich|wir) stimmen? (.+) nicht zu$/u,
    new RegExp(`^(?:ich|wir) finden? (.+) (?:${BAD}|nicht ${GOOD})$`, 'u'),
    new RegExp(`^(.+?) ${WAS}(?:${BAD}|(?:nicht|kein|keine) ${GOOD})$`, 'u'),
  ],
};
