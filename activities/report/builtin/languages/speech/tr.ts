import { pattern, type Table } from './speech';

const GOOD =
  '(?:(?:büyük )?başarı|(?:çok )?(?:iyi|güzel|harika) (?:fikir|proje)|iyi|güzel|harika|başarılı|faydalı|gerekli)';
const BAD =
  '(?:(?:tam )?(?:felaket|fiyasko)|hata|rezalet|(?:kötü|berbat) (?:fikir|proje)|kötü|berbat|gereksiz|faydasız|başarısız|(?:para )?israfı?)';
const IS = '(?:dır|dir|dur|dür|tır|tir|tur|tür)?';

export const TR: Table = {
  locale: 'tr',
  rewrites: [
    [pattern`\b(?:lütfen|teşekkürler|teşekkür ederim)\b`, ' '],
    [pattern`\b(?:bence|bana göre|kanımca),? `, ''],
    // The negation stands inside of the verb: "kapatılmamalı", "kapatmayın", "istemiyoruz", "edilmesin".
    [pattern`\b(\p{L}{2,})m[ae]m([ae])l([ıi])(?:dır|dir|y[ıi]z)?\b`, '$1m$2l$3 değil'],
    [pattern`\b(\p{L}{2,})m([ae])l([ıi])(?:dır|dir|y[ıi]z)\b`, '$1m$2l$3'],
    [pattern`\b(\p{L}{2,})m[ae]y([ıiuü]n)([ıiuü]z)?\b`, '$1$2 değil'],
    [pattern`\b(\p{L}{2,})m[ae]s([ıiuü]n)(?:l[ae]r)?\b`, '$1s$2 değil'],
    [pattern`\bistemiyor(?:um|uz)\b`, 'değil'],
    [pattern`\bdesteklemiyor(um|uz)\b`, 'destekliyor$1 değil'],
    [pattern`\b(?:onaylamıyor|kabul etmiyor)(um|uz)\b`, 'reddediyor$1'],
  ],
  and: 've',
  fillers: 'bir çok gerçekten mutlaka kesinlikle da artık',
  openings: [/^(?:biz|ben) (?=.)/],
  endings: / (?:istiyoruz|istiyorum|lazım|gerekiyor|gerek|gerekli|olmalı|olsun)$/,
  hinges:
    'değil yok hiç olmadan daha önce sonra eğer kadar çünkü rağmen sadece yalnızca hariç ama fakat yerine gibi ise',
  leanings: 'karşı karşıyım hayır evet belki olabilir fazla az hiçbir kimse son dur gereksiz reddediyorum değil',
  negations: 'değil yok hayır asla hiç',
  opposites: [
    ['fazla', 'az'],
    ['artırılmalı artırılsın artırın', 'azaltılmalı azaltılsın azaltın düşürülmeli'],
    ['açılmalı açılsın açın açık', 'kapatılmalı kapatılsın kapatın kapalı'],
    ['serbest', 'yasak'],
    ['yapılmalı', 'yıkılmalı'],
    ['iyi', 'kötü'],
    ['güvenli', 'tehlikeli güvensiz'],
    ['gerekli', 'gereksiz'],
    ['ucuz', 'pahalı'],
    ['ücretsiz', 'ücretli paralı'],
    ['mümkün', 'imkansız'],
    ['var', 'yok'],
    ['başarı', 'felaket fiyasko'],
  ],
  doubts: 'belki olabilir eğer acaba mı mi mu mü sadece',
  nameless: 'bu şu o bunlar onlar burası orası',
  pointers: /^(?:ve |ama )?(?:bu|bunu|bunun|bunlar|şu|böyle)(?!\p{L})/iu,
  supports: [
    /^(?:tamamen )?(.+?) (?:destekliyor(?:um|uz)|onaylıyor(?:um|uz)|taraftarıyım|yanındayım|evet)$/u,
    new RegExp(`^(?!.*(?:değil|yok))(.+?) ${GOOD}${IS}$`, 'u'),
  ],
  opposes: [
    /^(?:tamamen )?(.+?) (?:(?:kesinlikle )?karşıyı[mz]|reddediyor(?:um|uz)|destekliyor(?:um|uz) değil|hayır)$/u,
    new RegExp(`^(.+?) (?:${BAD}${IS}|${GOOD} değil${IS})$`, 'u'),
  ],
};
