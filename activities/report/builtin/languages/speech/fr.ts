import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:très |vraie )?(?:bonne|excellente|super) (?:idée|chose|initiative)|(?:grand |franc |vrai )?succès|réussite|(?:grande )?réussite|formidable|excellente?|géniale?|utile|magnifique)';
const BAD =
  '(?:(?:vraie )?catastrophe|désastre|échec|erreur|honte|gâchis|gaspillage(?: argent)?|(?:mauvaise|très mauvaise) (?:idée|chose)|inutile|nulle?|horrible|affreu(?:x|se)|scandale)';
const WAS = '(?:était |sera |serait |reste )?';
const MUCH = '(?:totalement |entièrement |tout à fait |fermement |absolument |plutôt )*';
const TO = '(?:à|au|aux)';

export const FR: Table = {
  rewrites: [
    [pattern`\b(?:l|un)'`, ''],
    [pattern`\bd'`, 'de '],
    [pattern`\bn'`, 'ne '],
    [pattern`\bc'`, 'ce '],
    [pattern`\bj'`, 'je '],
    [pattern`\bqu'`, 'que '],
    [pattern`\bs'il (?:vous|te) pla[iî]t\b|\bsvp\b|\bmerci\b`, ' '],
    // "Ne … plus" is no more of it; "plus de" alone may be both, which only a reader can tell.
    [pattern`\bne ((?:\p{L}+ ){1,3}?)plus\b`, '$1nonplus'],
    [/^\s*plus (?=de )/, 'plusounon '],
    [pattern`\bne ((?:\p{L}+ ){1,3}?)(pas|jamais|aucune?|rien|point)\b`, '$1$2'],
    // "Je pense que", with which nothing is added.
    [/^\s*(?:je (?:pense|crois|trouve) que|à mon avis,?) /, ''],
    [pattern`\b(?:il faudrait|il est nécessaire de|nous devons|nous devrions|on doit|on devrait)\b`, 'il faut'],
  ],
  and: 'et ainsi',
  fillers: 'le la les un une des du de est sont très vraiment absolument aussi également donc',
  openings: [
    /^(?:il faut|on veut|nous voulons|je veux|je voudrais|je souhaite|nous souhaitons|on a besoin|nous avons besoin) /,
    /^(?:il y a besoin|nous demandons|je demande) /,
  ],
  endings: / (?:maintenant|enfin|vite|merci)$/,
  hinges: 'ne sans ni que qu avant après si sauf jusque parce car quoique bien mais seulement plutôt comme au lieu',
  leanings:
    'contre pour refuse rejette stop fin début peut-être peut pourrait plus nonplus plusounon trop peu moins inutile hors personne aucun aucune',
  negations: 'pas ne jamais aucun aucune rien non point',
  opposites: [
    ['plus', 'moins nonplus'],
    ['augmenter', 'baisser diminuer réduire'],
    ['autoriser permettre', 'interdire'],
    ['ouvrir ouverte ouvert', 'fermer fermée fermé'],
    ['construire', 'démolir'],
    ['garder conserver maintenir', 'supprimer'],
    ['élargir', 'rétrécir'],
    ['meilleur meilleure mieux', 'pire'],
    ['bon bonne', 'mauvais mauvaise'],
    ['sûr sûre', 'dangereux dangereuse'],
    ['juste', 'injuste'],
    ['utile', 'inutile'],
    ['légal légale', 'illégal illégale'],
    ['possible', 'impossible'],
    ['gratuit gratuite gratuits', 'payant payante payants'],
    ['succès réussite', 'échec catastrophe désastre'],
  ],
  doubts: 'peut-être peut pourrait si sauf sais seulement que plusounon plutôt',
  nameless: 'ce cela ça il elle ils elles ceci celui celle ici là',
  pointers:
    /^(?:et |mais |donc )?(?:cela|ça|ceci|c['’](?:est|était)|ce n['’]est|celles?-ci|celui-ci|ceux-ci|elles?|ils|cet|cette|ces)(?!\p{L})/iu,
  supports: [
    new RegExp(`^(?:je|nous) (?:suis |sommes )?${MUCH}(?:pour|favorables? ${TO}|en faveur) (.+)$`, 'u'),
    /^(?:je|nous) (?:soutiens|soutenons|approuve|approuvons|appuie|défends) (?!pas )(.+)$/u,
    new RegExp(`^(?:oui ${TO}|pour) (.+)$`, 'u'),
    new RegExp(`^(?!.*(?:pas|jamais))(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    new RegExp(`^(?:je|nous) (?:suis |sommes )?${MUCH}(?:contre|(?:opposée?s?|défavorables?) ${TO}) (.+)$`, 'u'),
    new RegExp(`^(?:je|nous) (?:suis |sommes )?pas (?:pour|favorables? ${TO}|en faveur) (.+)$`, 'u'),
    /^(?:je|nous) (?:(?:soutiens|soutenons|approuve|approuvons|veux|voulons) pas|rejette|rejetons|refuse|refusons) (.+)$/u,
    new RegExp(`^(?:non ${TO}|contre|halte ${TO}) (.+)$`, 'u'),
    new RegExp(`^(.+?) ${WAS}(?:${BAD}|pas ${WAS}${GOOD})$`, 'u'),
  ],
};
