import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:gran |todo |verdadero )?éxito|(?:muy )?buen[ao] (?:idea|cosa|iniciativa)|buen[ao]|excelente|genial|maravilla|maravillos[ao]|acierto|necesari[ao])';
const BAD =
  '(?:(?:auténtico |verdadero |total )?desastre|fracaso|error|vergüenza|chapuza|(?:muy )?mala (?:idea|cosa)|mal[ao]|pésim[ao]|horrible|inútil|despilfarro|(?:pérdida|desperdicio) (?:dinero|tiempo)|derroche)';
const WAS = '(?:está |están |fue |ha sido |será |sería )?';
const MUCH = '(?:totalmente |completamente |absolutamente |muy )*';

export const ES: Table = {
  rewrites: [
    [pattern`\bpor favor\b|\bgracias\b`, ' '],
    [pattern`\b(?:yo )?(?:creo|pienso|opino) que (?!no\b)`, ''],
    [pattern`\ben mi opinión,? `, ''],
    [pattern`\bmas (?=\p{L}+s\b)`, 'más '],
    [pattern`\bno (?:queremos|quiero|hay que|debemos|necesitamos|hacen? falta|se deben?|deberíamos)\b`, 'no'],
    [pattern`\b(?:debemos|tenemos que|se debe|se debería|deberíamos|habría que)\b`, 'hay que'],
  ],
  and: 'y e',
  fillers: 'el la los las un una unos unas es son de del muy realmente también',
  openings: [
    /^(?:yo )?(?:hay que|necesitamos|queremos|quiero|quisiera|pido|pedimos|exigimos|hacen? falta|me gustaría) /,
    /^(?:ayuntamiento|gobierno|ciudad) (?:debe|debería|tiene que) /,
  ],
  endings: / (?:ya|urgentemente|gracias)$/,
  hinges: 'sin ni que antes después si hasta porque aunque solo sólo salvo excepto pero sino como vez cuando',
  leanings:
    'contra favor rechazo basta fin quizás quizá puede podría más menos mucho poco demasiado inútil para nadie nada ningún ninguna apenas',
  negations: 'no nunca jamás tampoco ningún ninguna ninguno',
  opposites: [
    ['más', 'menos'],
    ['subir aumentar', 'bajar reducir disminuir'],
    ['permitir', 'prohibir'],
    ['abrir abierta abierto', 'cerrar cerrada cerrado'],
    ['construir', 'demoler derribar'],
    ['mantener conservar', 'eliminar quitar suprimir'],
    ['ampliar ensanchar', 'estrechar'],
    ['mejor', 'peor'],
    ['bueno buena', 'malo mala'],
    ['seguro segura', 'peligroso peligrosa insegura'],
    ['justo justa', 'injusto injusta'],
    ['necesario necesaria', 'innecesario innecesaria'],
    ['legal', 'ilegal'],
    ['barato barata', 'caro cara'],
    ['gratis gratuito gratuita', 'pago'],
    ['posible', 'imposible'],
    ['éxito', 'fracaso desastre'],
  ],
  doubts: 'quizás quizá puede podría podrían si salvo sé solo sólo cuando',
  nameless: 'esto eso ello él ella ellos ellas aquí ahí este esta',
  pointers: /^(?:y |pero )?(?:esto|eso|ello|así|ese|esa|esos|esas|este|esta|estos|estas)(?!\p{L})/iu,
  supports: [
    new RegExp(`^(?:yo )?(?:estoy |estamos )${MUCH}(?:a favor|acuerdo con) (.+)$`, 'u'),
    /^(?:yo )?(?:apoyo|apoyamos|respaldo|respaldamos|defiendo|defendemos) (?:a )?(.+)$/u,
    /^(?:sí al?|a favor) (.+)$/u,
    new RegExp(`^(?!.*no )(.+?) ${WAS}${GOOD}$`, 'u'),
  ],
  opposes: [
    new RegExp(`^(?:yo )?(?:estoy |estamos )${MUCH}en contra (.+)$`, 'u'),
    new RegExp(`^(?:yo )?no (?:estoy |estamos )${MUCH}(?:a favor|acuerdo con) (.+)$`, 'u'),
    /^(?:yo )?(?:rechazo|rechazamos|me opongo al?|nos oponemos al?|no apoyo|no apoyamos) (.+)$/u,
    /^(?:no al?|en contra|basta) (.+)$/u,
    new RegExp(`^(.+?) (?:${WAS}${BAD}|no ${WAS}${GOOD})$`, 'u'),
  ],
};
