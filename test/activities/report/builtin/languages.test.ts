/** Goal: sentences and phrases of languages other than English. */
import { claimSpans } from '../../../../activities/report/builtin/spans';
import { termsOf } from '../../../../activities/report/builtin/terms';

const claims = (text: string, lang: string): string[] => claimSpans(text, lang).map((span) => span.text);
const phrases = (text: string, lang: string): string[] =>
  [...termsOf(text, lang).values()].map(({ written }) => written);

describe('claims', () => {
  it.each([
    [
      'de',
      'Die Busse fahren zu selten. Wir brauchen Radwege!',
      ['Die Busse fahren zu selten.', 'Wir brauchen Radwege!'],
    ],
    [
      'ja',
      '図書館を夜まで開けてほしい。公園に木を増やすべきです。',
      ['図書館を夜まで開けてほしい。', '公園に木を増やすべきです。'],
    ],
    ['zh-Hant', '公園裡請多種一些樹。市中心不需要停車場!', ['公園裡請多種一些樹。', '市中心不需要停車場!']],
    ['ar', 'نريد حافلات ليلية أكثر. الإيجار مرتفع جدًا هنا.', ['نريد حافلات ليلية أكثر.', 'الإيجار مرتفع جدًا هنا.']],
  ])('in %s end where sentences end', (lang, text, expected) => {
    expect(claims(text, lang)).toEqual(expected);
  });

  it.each([
    ['de', 'Die Förderung für z. B. Fahrräder sollte bleiben.'],
    ['de', 'Am 3. Mai war die Brücke bzw. der Weg gesperrt.'],
    ['de', 'Monopole verbieten (z.B. bei Energie, landwirtsch. Betrieben) und teilen.'],
    ['de', 'Verantwortungsvoller Umgang mit elektr. Geräten im ländl. Raum, teilw. auch mit gesetzl. Pflicht.'],
    [
      'de',
      'Holzpellets werden mittels Weizen od. Mais erzeugt, insbes. Ware aus landwirtsch. Betrieben um 3 Mio. Euro.',
    ],
    ['fr', 'Mme. Durand a raison pour le parc.'],
  ])('in %s go on behind an abbreviation: %s', (lang, text) => {
    expect(claims(text, lang)).toEqual([text]);
  });

  it.each(['Lkw', 'Kerl', 'Jahr', 'Stuhl', 'mehr', 'toll', 'dürr', 'MW', 'Wasser', 'Abfall'])(
    'in German end behind a word that ends as abbreviations do not: %s',
    (word) => {
      const sentences = [`Wir wollen von dort keinen einzigen ${word}.`, 'Busse fahren viel öfter.'];
      expect(claims(sentences.join(' '), 'de')).toEqual(sentences);
    },
  );

  it.each([
    ['de', 'Vielen Dank an alle! Wir brauchen mehr Radwege. Wann kommen die?', ['Wir brauchen mehr Radwege.']],
    [
      'ja',
      'ありがとうございます。公園に木を増やすべきです。どうして駐車場を作るのですか？',
      ['公園に木を増やすべきです。'],
    ],
  ])('in %s are neither thanks nor questions', (lang, text, expected) => {
    expect(claims(text, lang)).toEqual(expected);
  });

  it('are exact spans of the text, line ends among them', () => {
    const text = '  Mehr Bäume im Park\n\n- Keine neuen Parkplätze bauen\n';
    for (const { start, end, text: claim } of claimSpans(text, 'de')) expect(text.slice(start, end)).toBe(claim);
    expect(claimSpans(text, 'de')).toHaveLength(2);
  });
});

describe('what is talked of', () => {
  it('in German are nouns and what stands before them, not the first word and no stop word', () => {
    expect(phrases('Sichere Radwege sind wichtig, und die Mieten steigen.', 'de')).toEqual([
      'Radwege',
      'Sichere Radwege',
      'Mieten',
    ]);
  });

  it('in French may hold a small word in its middle', () => {
    expect(phrases('Il faut plus de transports en commun.', 'fr')).toContain('transports en commun');
  });

  it('are not two words that others part, and no half words', () => {
    expect(phrases('Wir wollen Windräder an Standorten.', 'de')).toEqual(['Windräder', 'Standorten']);
    expect(phrases('Das sind Errichtungs- und Kosten.', 'de')).toEqual(['Kosten']);
  });

  it('in languages without spaces are words as the language has them', () => {
    expect(phrases('我支持在河邊興建自行車道。', 'zh-Hant')).toContain('自行車');
    expect(phrases('図書館を日曜日も開けるべきだと思います。', 'ja')).toEqual(expect.arrayContaining(['図書館']));
  });

  it('has one key for the forms of a word', () => {
    expect([...termsOf('Wir brauchen einen Radweg.', 'de').keys()]).toEqual(
      expect.arrayContaining([...termsOf('Wir brauchen Radwege.', 'de').keys()].filter((key) => !key.includes(' '))),
    );
  });

  it('has no mask of personal data in it, and nothing in a language that is not known', () => {
    expect(phrases('Schreiben Sie an [EMAIL] wegen der Brücke.', 'de')).toEqual(expect.not.arrayContaining(['EMAIL']));
    expect(phrases('Η πόλη χρειάζεται δέντρα.', 'el')).toEqual([]);
  });
});
