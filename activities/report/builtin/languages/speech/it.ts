import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:grande |vero )?successo|(?:ottima|buona|bella|bellissima) (?:idea|cosa|iniziativa)|ottim[oa]|eccellente|utile|fantastic[oa]|meraviglios[oa]|bellissim[oa])';
const BAD =
  '(?:(?:vero |totale )?disastro|fallimento|errore|vergogna|schifo|(?:pessima|cattiva|brutta) (?:idea|cosa)|pessim[oa]|inutile|orribile|spreco(?: denaro| soldi)?)';
const WAS = '(?:era |è stat[oa] |sarà |sarebbe )?';
const MUCH = '(?:totalmente |completamente |assolutamente |molto )*';

export const IT: Table = {
  rewrites: [
    [pattern`\b(?:l|un)'`, ''],
    [pattern`\b(?:dell|d)'`, 'di '],
    [pattern`\b(?:all|agl)'|\b(?:al|alla|allo|ai|agli|alle)\b`, 'a '],
    [pattern`\b(?:per favore|per piacere|grazie)\b`, ' '],
    [pattern`\b(?:io )?(?:penso|credo|ritengo) che (?!non\b)`, ''],
    [pattern`\bsecondo me,? `, ''],
    [pattern`\bnon (?:vogliamo|voglio|bisogna|dobbiamo|si deve|serve|servono|occorre|abbiamo bisogno di)\b`, 'non'],
    [pattern`\b(?:dobbiamo|si deve|si dovrebbe|dovremmo|occorre|bisognerebbe)\b`, 'bisogna'],
  ],
  and: 'e ed',
  fillers: 'il lo la i gli le un uno una è di del della dello dei degli delle molto davvero veramente anche',
  openings: [
    /^(?:bisogna|servono|serve|occorrono|vogliamo|voglio|vorrei|chiedo|chiediamo|abbiamo bisogno|ci vogliono|ci vuole) /,
    /^(?:comune|città|governo) (?:deve|dovrebbe) /,
  ],
  endings: / (?:subito|adesso|grazie)$/,
  hinges: 'senza né che prima dopo se finché perché sebbene solo tranne eccetto ma invece piuttosto come quando',
  leanings:
    'contro favore per rifiuto basta stop forse può potrebbe più meno poco troppo inutile nessuno nessuna niente nulla appena',
  negations: 'non no mai nessun nessuno nessuna neanche',
  opposites: [
    ['più', 'meno'],
    ['aumentare alzare', 'ridurre abbassare diminuire'],
    ['permettere consentire', 'vietare proibire'],
    ['aprire aperta aperto', 'chiudere chiusa chiuso'],
    ['costruire', 'demolire abbattere'],
    ['mantenere conservare', 'eliminare togliere abolire'],
    ['allargare', 'restringere'],
    ['migliore meglio', 'peggiore peggio'],
    ['sicuro sicura', 'pericoloso pericolosa insicura'],
    ['giusto giusta', 'ingiusto ingiusta sbagliato sbagliata'],
    ['necessario necessaria', 'superfluo superflua'],
    ['utile', 'inutile'],
    ['legale', 'illegale'],
    ['gratuito gratuita gratis', 'pagamento'],
    ['possibile', 'impossibile'],
    ['successo', 'fallimento disastro'],
  ],
  doubts: 'forse può potrebbe potrebbero se so solo quando tranne',
  nameless: 'questo questa quello quella ciò esso lui lei loro qui',
  pointers: /^(?:e |ma )?(?:questo|questa|questi|queste|quello|quella|ciò|così)(?!\p{L})/iu,
  supports: [
    new RegExp(`^(?:io )?(?:sono |siamo )${MUCH}(?:a favore|favorevol[ei] a|per|d accordo con) (.+)$`, 'u'),
    /^(?:io )?(?:sostengo|sosteniamo|appoggio|appoggiamo|approvo|approviamo) (.+)$/u,
    /^(?:sì a|a favore) (.+)$/u,
    new RegExp(`^(?!.*non )(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    new RegExp(`^(?:io )?(?:sono |siamo )${MUCH}(?:contrari[oaie] a|contro) (.+)$`, 'u'),
    new RegExp(`^(?:io )?non (?:sono |siamo )${MUCH}(?:a favore|favorevol[ei] a|per|d accordo con) (.+)$`, 'u'),
    /^(?:io )?(?:rifiuto|respingo|mi oppongo a|ci opponiamo a|non sostengo|non appoggio|non approvo) (.+)$/u,
    /^(?:no a|contro|basta con) (.+)$/u,
    new RegExp(`^(.+?) (?:${WAS}${BAD}|non ${WAS}${GOOD})$`, 'u'),
  ],
};
