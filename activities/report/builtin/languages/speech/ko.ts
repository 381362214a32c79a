import { pattern, type Table } from './speech';

const WE = '(?:저는 |나는 |우리는 |저희는 )?';
const GOOD = '(?:큰 |매우 |정말 )*(?:좋은 (?:생각|일|아이디어)|성공|훌륭|유용|좋)\\p{L}*';
const BAD =
  '(?:큰 |매우 |정말 )*(?:나쁜 (?:생각|일|아이디어)|실패|재앙|엉망|(?:세금 |예산 |돈 )?낭비|쓸모없|나쁘|나쁩)\\p{L}*';

/** Endings of a word that only say of what it is said. */
const ENDING = /(?:에서|으로|에게|까지|부터|은|는|이|가|을|를|에|의|도|로)$/u;
const stem = (word: string): string => (word.length > 2 ? word.replace(ENDING, '') : word);

export const KO: Table = {
  rewrites: [
    [pattern`\b(?:제 생각에는|제 의견으로는)\b`, ' '],
    // "Close it, please" and "do not close it": the verb without its ending, and a negation.
    [/([아어])? *(?:주세요|주십시오|주시기 바랍니다|주시길 바랍니다|줬으면 (?:합니다|좋겠습니다))/g, '주'],
    [/지 *(?:마세요|마십시오|말아 *주|말아야 *\p{L}*|맙시다|말자)/gu, '주 마'],
    [/야 (?:합니다|한다|해요|됩니다|돼요)/g, '야'],
    [/필요(?:하지 않|가? ?없)\p{L}*|불필요\p{L}*/gu, '필요 않'],
    [/필요(?:합니다|해요|하다|함)/g, '필요'],
  ],
  and: '그리고 및',
  fillers: '정말 매우 꼭 제발 좀 아주',
  openings: [/^(?:저는|나는|우리는|저희는|우리) (?!.*(?:찬성|반대|지지|동의))/],
  endings: / (?:바랍니다|부탁드립니다)$/,
  hinges: '안 않 못 마 없이 보다 전에 후에 만약 까지 때문에 만 대신 하지만 그러나 지만 제외',
  leanings: '반대 찬성 중단 폐지 아마 더 덜 너무 조금',
  negations: '안 않 못 마 아니',
  opposites: [
    ['늘려 늘려야', '줄여 줄여야'],
    ['열어 열어야', '닫아 닫아야'],
    ['더', '덜'],
    ['허용해야', '금지해야'],
    ['찬성합니다', '반대합니다'],
    ['안전합니다 안전하다', '위험합니다 위험하다'],
    ['무료 무료여야 무료로', '유료 유료여야 유료로'],
    ['있습니다 있다', '없습니다 없다'],
  ],
  doubts: '아마 만약 만 면 혹시',
  nameless: '이것 그것 저것 이것은 그것은 여기 이건',
  supports: [
    new RegExp(`^${WE}(?:적극 )?(.+) (?:적극 )?(?:찬성|지지|동의)(?!\\p{L}*지 않)\\p{L}*$`, 'u'),
    new RegExp(`^(?!.*(?:않|안 |없))(.+?) ${GOOD}$`, 'u'),
  ],
  opposes: [
    new RegExp(`^${WE}(?:강력히 |절대 )?(.+) (?:강력히 |절대 )?반대\\p{L}*$`, 'u'),
    new RegExp(`^${WE}(.+) (?:찬성|지지|동의)하지 않\\p{L}*$`, 'u'),
    new RegExp(`^(.+?) ${BAD}$`, 'u'),
  ],
  stem,
};
