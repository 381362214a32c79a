import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:groot )?succes|(?:heel |erg )?(?:goed|prima|geweldig|uitstekend) idee|goede zaak|goed|prima|geweldig|nuttig|fantastisch)';
const BAD =
  '(?:(?:complete |totale )?(?:ramp|mislukking)|fout|blunder|schande|slecht idee|slechte zaak|slecht|verschrikkelijk|nutteloos|onzin|(?:pure )?geldverspilling|verspilling(?: van geld)?)';
const WAS = '(?:was |wordt |zou |blijft )?';

export const NL: Table = {
  rewrites: [
    [pattern`\b(?:alstublieft|alsjeblieft|aub|bedankt|dank u)\b`, ' '],
    [pattern`\bik (?:vind|denk|geloof) dat (?=we |wij |de |het |er )`, ''],
    [pattern`\bwij\b`, 'we'],
    [/^\s*we hebben (.+) nodig(?=\s*[.!]*\s*$)/, '$1'],
    [
      pattern`(?<!\b(?:niet|geen|nooit)\b[^.!?,]{0,80})\b(?:zou moeten|zouden moeten|moeten|dient)\b(?! (?:niet|geen|nooit)\b)`,
      'moet',
    ],
  ],
  and: 'en',
  fillers: 'de het een is zeer heel erg echt graag ook eindelijk absoluut',
  openings: [
    /^(?:naar mijn mening|volgens mij) /,
    /^(?:we|ik) (?:moet|willen|wil|zou|eisen) /,
    /^er moet (?:meer komen )?/,
    /^(?:stad|gemeente|overheid) moet /,
  ],
  endings: / (?:nu|graag|bedankt)$/,
  hinges:
    'zonder noch dan als voordat nadat indien tenzij totdat omdat hoewel alleen behalve maar plaats liever wanneer',
  leanings: 'tegen voor stop misschien kan zou weinig minder meer te niemand niets nauwelijks onnodig afschaffen',
  negations: 'niet geen nooit nee nimmer',
  opposites: [
    ['meer', 'minder'],
    ['verhogen', 'verlagen verminderen'],
    ['toestaan', 'verbieden'],
    ['openen open', 'sluiten gesloten dicht'],
    ['bouwen', 'slopen'],
    ['behouden', 'afschaffen'],
    ['hoger', 'lager'],
    ['langer', 'korter'],
    ['breder', 'smaller'],
    ['beter', 'slechter'],
    ['goed', 'slecht'],
    ['veilig', 'onveilig gevaarlijk'],
    ['eerlijk', 'oneerlijk'],
    ['nodig', 'onnodig'],
    ['nuttig', 'nutteloos'],
    ['goedkoop', 'duur'],
    ['gratis', 'betaald'],
    ['mogelijk', 'onmogelijk'],
    ['succes', 'mislukking ramp'],
  ],
  doubts: 'misschien kan zou zouden als indien of tenzij weet alleen wanneer mits',
  nameless: 'het dit dat deze die hij zij ze hier daar er',
  pointers: /^(?:en |maar )?(?:dit|dat|deze|die|daardoor|daarom|zo)(?!\p{L})/iu,
  supports: [
    /^(?:ik|we) (?:ben |zijn )?(?:helemaal |volledig )?(?:voorstander van|voor) (.+)$/u,
    /^(?:ik|we) (?:steun|steunen|ondersteun|ondersteunen) (?!.* niet$)(.+)$/u,
    /^(?:ja tegen|voor) (.+)$/u,
    new RegExp(`^(?!.*(?:niet|geen))(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    /^(?:ik|we) (?:ben |zijn )?(?:helemaal |volledig |fel )?(?:tegenstander van|tegen) (.+)$/u,
    /^(?:ik|we) (?:ben |zijn )?(?:niet|geen) (?:voorstander van|voor) (.+)$/u,
    /^(?:ik|we) (?:steun|steunen|ondersteun|ondersteunen) (.+) niet$/u,
    /^(?:ik|we) (?:wijs|wijzen) (.+) af$/u,
    /^(?:nee tegen|tegen) (.+)$/u,
    new RegExp(`^(.+?) ${WAS}(?:${BAD}|(?:niet|geen) ${GOOD})$`, 'u'),
  ],
};
