/** Goal: small files in encodings of before Unicode are read as what they are, or as what is asked for. */
import { decode } from '../../../../activities/report/input/decode';

const MULTIBYTE = /^(?:shift_jis|euc-jp|gb18030|big5|euc-kr)$/;

/** What `TextDecoder` reads, turned round. */
function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label);
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (!text.includes('\uFFFD') && Array.from(text).length === 1 && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) add(byte);
  if (!MULTIBYTE.test(label)) return table;
  for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) add(lead, trail);
  return table;
}

function encoded(text: string, label: string): Uint8Array {
  const table = tableOf(label);
  return Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new RangeError(`${label} has no ${character}`);
      return bytes;
    }),
  );
}

const SAYS: readonly (readonly [language: string, encoding: string, ...texts: string[]])[] = [
  [
    'Polish',
    'windows-1250',
    'Więcej drzew w parku nad rzeką.',
    'Żółte światła są źle ustawione.',
    'Proszę naprawić ścieżkę.',
  ],
  [
    'Czech',
    'windows-1250',
    'Více stromů v parku u řeky.',
    'Opravte prosím cyklostezku, je příliš úzká.',
    'Autobusy jezdí málo.',
  ],
  [
    'Hungarian',
    'windows-1250',
    'Kérjük, őrizzük meg a könyvtárat és a bölcsődét.',
    'Több fát kérünk a folyó melletti parkba.',
  ],
  [
    'Turkish',
    'windows-1254',
    'Nehir kenarındaki parka daha fazla ağaç dikilsin.',
    'Şehir merkezinde ücretsiz otopark istiyoruz.',
  ],
  [
    'Russian',
    'windows-1251',
    'Больше деревьев в парке у реки.',
    'Автобусы вечером ходят слишком редко.',
    'Не закрывайте библиотеку.',
  ],
  [
    'Russian',
    'koi8-r',
    'Больше деревьев в парке у реки.',
    'Автобусы вечером ходят слишком редко.',
    'Не закрывайте библиотеку.',
  ],
  [
    'Greek',
    'windows-1253',
    'Περισσότερα δέντρα στο πάρκο δίπλα στο ποτάμι.',
    'Τα λεωφορεία περνούν πολύ σπάνια το βράδυ.',
  ],
  ['Hebrew', 'windows-1255', 'יותר עצים בפארק ליד הנהר.', 'תקנו את שביל האופניים ליד בית הספר.'],
  ['Arabic', 'windows-1256', 'نريد مزيدا من الأشجار في الحديقة قرب النهر.', 'الحافلات قليلة جدا في المساء.'],
  ['Japanese', 'shift_jis', '川沿いの公園にもっと木を植えてほしい。', '図書館を閉めないでください。'],
  ['Japanese', 'euc-jp', '川沿いの公園にもっと木を植えてほしい。', '図書館を閉めないでください。'],
  ['Chinese', 'gb18030', '请在河边的公园多种一些树。', '晚上的公交车太少了。'],
  ['Chinese', 'big5', '請在河邊的公園多種一些樹。', '晚上的公車太少了。'],
  ['Korean', 'euc-kr', '강변 공원에 나무를 더 심어 주세요.', '도서관을 닫지 마세요.'],
  ['German', 'windows-1252', 'Mehr Bäume im Park an der Spree.', 'Bitte schließt die Bücherei nicht.'],
  [
    'French',
    'windows-1252',
    'Plus d’arbres dans le parc, même près de la créée rivière.',
    'Ne fermez pas l’école « Voltaire ».',
  ],
  ['Spanish', 'windows-1252', '¿por qué no hay autobuses los domingos?', 'Más árboles junto al río, señores.'],
  [
    'Portuguese',
    'windows-1252',
    'A cidade não precisa de mais estacionamento.',
    'Consertem a ciclovia, é perigoso à noite.',
  ],
  [
    'Italian',
    'windows-1252',
    'La città non ha più bisogno di altri parcheggi, è così.',
    'Gli autobus sono troppo rari.',
  ],
  ['Dutch', 'windows-1252', 'De bus rijdt ’s avonds te weinig.', 'Het café mag geen geluid maken.'],
  ['Swedish', 'windows-1252', 'Fler träd i parken vid ån.', 'Laga cykelbanan vid skolan.'],
  ['Icelandic', 'windows-1252', 'Það þarf fleiri tré í garðinn við ána.', 'Strætó gengur of sjaldan á kvöldin.'],
  [
    'English',
    'windows-1252',
    'The permit costs £180 – that’s too much.',
    '££££!',
    'Up to 5 m³ of soil, see note¹.',
    '• • • …',
  ],
];

const fileOf = (texts: readonly string[]): string =>
  `id;comment\n${texts.map((text, at) => `${at};${text}\n`).join('')}`;

it.each(SAYS)('%s in %s, one row or some: %s', (_, encoding, ...texts) => {
  for (const some of [texts.slice(0, 1), texts]) {
    const text = fileOf(some);
    expect(decode(encoding === 'windows-1252' ? encodedWestern(text) : encoded(text, encoding)).text).toBe(text);
  }
});

it.each(SAYS.filter(([, encoding]) => encoding !== 'windows-1252'))(
  '%s in %s may be said to be another one',
  (_, encoding, ...texts) => {
    const bytes = encoded(fileOf(texts), encoding);
    expect(decode(bytes, 'windows-1252').encoding).toBe('Windows-1252');
    expect(decode(bytes, encoding).text).toBe(fileOf(texts));
  },
);

const ENGLISH = Array.from(
  { length: 24 },
  (_, at) => `The bus lane on Mill Street cost us ${at} thousand and helps nobody.`,
);

it.each(Array.from('£é’“–€ñüö½°ß«è…§²µàçœ'))(
  'one %s in an English file, once or on every line, is Windows-1252',
  (sign) => {
    for (const every of [24, 1]) {
      const text = fileOf(ENGLISH.map((line, at) => (at % every === 0 ? line.replace('us ', `us ${sign}`) : line)));
      expect(decode(encodedWestern(text))).toMatchObject({ text, encoding: 'Windows-1252' });
    }
  },
);

/** Where a release of Node reads Windows-1252 as Latin-1, its decoder cannot be turned round. */
function encodedWestern(text: string): Uint8Array {
  const moved: Readonly<Record<string, number>> = {
    '’': 0x92,
    '“': 0x93,
    '–': 0x96,
    '€': 0x80,
    '…': 0x85,
    œ: 0x9c,
    '•': 0x95,
  };
  return Uint8Array.from(Array.from(text), (character) => moved[character] ?? character.charCodeAt(0));
}
