import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:grande |verdadeiro )?sucesso|(?:ótima|boa|excelente) (?:ideia|coisa|iniciativa)|ótim[oa]|excelente|maravilhos[oa]|útil|bo[am])';
const BAD =
  '(?:(?:verdadeiro |total )?desastre|fracasso|erro|vergonha|(?:má|péssima) (?:ideia|coisa)|péssim[oa]|horrível|inútil|desperdício(?: dinheiro)?)';
const WAS = '(?:está |foi |será |seria |tem sido )?';
const MUCH = '(?:totalmente |completamente |absolutamente |muito )*';
const TO = '(?:ao|à|aos|às)';

export const PT: Table = {
  rewrites: [
    [pattern`\bnao\b`, 'não'],
    [pattern`\b(?:por favor|obrigad[oa])\b`, ' '],
    [pattern`\b(?:eu )?(?:acho|penso|creio) que (?!não\b)`, ''],
    [pattern`\bna minha opinião,? `, ''],
    [pattern`\bnão (?:queremos|quero|precisamos de|precisamos|devemos|se deve|é preciso|é necessário)\b`, 'não'],
    [pattern`\b(?:devemos|temos que|temos de|deve-se|é preciso|é necessário|deveríamos)\b`, 'precisamos'],
  ],
  and: 'e',
  fillers: 'o a os as um uma uns umas é são de do da dos das realmente também',
  openings: [
    /^(?:precisamos|queremos|quero|gostaria|peço|pedimos|exigimos) /,
    /^(?:câmara|prefeitura|cidade|governo) (?:deve|deveria|tem que) /,
  ],
  endings: / (?:já|urgente|agora)$/,
  hinges: 'sem nem que antes depois se até porque embora só apenas exceto mas senão como vez quando',
  leanings:
    'contra favor rejeito basta fim talvez pode poderia mais menos muito pouco demais inútil para ninguém nada nenhum nenhuma',
  negations: 'não nunca jamais nenhum nenhuma',
  opposites: [
    ['mais', 'menos'],
    ['aumentar subir', 'reduzir diminuir baixar'],
    ['permitir', 'proibir'],
    ['abrir aberta aberto', 'fechar fechada fechado'],
    ['construir', 'demolir derrubar'],
    ['manter conservar', 'eliminar retirar acabar'],
    ['alargar', 'estreitar'],
    ['melhor', 'pior'],
    ['bom boa', 'mau má ruim'],
    ['seguro segura', 'perigoso perigosa inseguro insegura'],
    ['justo justa', 'injusto injusta'],
    ['necessário necessária', 'desnecessário desnecessária'],
    ['útil', 'inútil'],
    ['legal', 'ilegal'],
    ['barato barata', 'caro cara'],
    ['gratuito gratuita grátis', 'pago paga'],
    ['possível', 'impossível'],
    ['sucesso', 'fracasso desastre'],
  ],
  doubts: 'talvez pode poderia poderiam se sei só apenas quando',
  nameless: 'isto isso aquilo ele ela eles elas aqui este esta',
  pointers: /^(?:e |mas )?(?:isto|isso|aquilo|este|esta|estes|estas|esse|essa|esses|essas|assim)(?!\p{L})/iu,
  supports: [
    new RegExp(`^(?:eu )?(?:sou |somos |estou |estamos )${MUCH}favor (.+)$`, 'u'),
    /^(?:eu )?(?:apoio|apoiamos|defendo|defendemos|concordo com|aprovo) (.+)$/u,
    new RegExp(`^(?:sim ${TO}|favor) (.+)$`, 'u'),
    new RegExp(`^(?!.*não )(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    new RegExp(`^(?:eu )?(?:sou |somos |estou |estamos )${MUCH}contra (.+)$`, 'u'),
    new RegExp(`^(?:eu )?não (?:sou |somos |estou |estamos )${MUCH}favor (.+)$`, 'u'),
    new RegExp(
      `^(?:eu )?(?:rejeito|rejeitamos|discordo|(?:oponho-me|me oponho) ${TO}|não apoio|não concordo com) (.+)$`,
      'u',
    ),
    new RegExp(`^(?:não ${TO}|contra|basta) (.+)$`, 'u'),
    new RegExp(`^(.+?) (?:${WAS}${BAD}|não ${WAS}${GOOD})$`, 'u'),
  ],
};
