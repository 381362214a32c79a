import type { Entry } from '../../../../activities/report/builtin/candidates';
import { nameGroups } from '../../../../activities/report/builtin/names';
import { tellingOf } from '../../../../activities/report/builtin/telling';
import { termsOf } from '../../../../activities/report/builtin/terms';
import { DIMENSIONS } from '../../../../activities/report/builtin/vectors';

let groups = 0;
/** What people say who all stand in one place, another one than every other group. */
const groupIn = (lang: string, ...texts: readonly string[]): Entry[] => {
  groups += 1;
  const place = groups % DIMENSIONS;
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, at) => (at === place ? 1 : 0));
  return texts.map((text) => ({ terms: termsOf(text, lang), telling: tellingOf([text]), weight: 1, vector }));
};
const group = (...texts: readonly string[]): Entry[] => groupIn('en', ...texts);
/** Where those stand who are as far away as can be. */
const opposite = ([first]: readonly Entry[]): Entry['vector'] =>
  Float32Array.from(first?.vector ?? [], (value) => -value);
const times = (text: string): string[] => Array.from({ length: 6 }, () => text);

describe('names of topics', () => {
  it('are the nouns that set a group apart, in the form that people use', () => {
    const titles = nameGroups([
      group(...times('We need more buses.')),
      group(...times('The climate change report is frightening.')),
    ]);
    expect(titles).toEqual(['Buses', 'Climate Change Report']);
  });

  it('are unique even where two groups talk of the same', () => {
    const titles = nameGroups([
      group(...times('We need buses.')),
      group(...times('We need buses.')),
      group(...times('We need buses.')),
    ]);
    expect(new Set(titles).size).toBe(3);
  });

  it('do not repeat the title above them, but may say more of it', () => {
    const drivers = [...times('The buses are late.'), 'Buses need drivers.', 'Drivers are rare.'];
    expect(nameGroups([group(...drivers), group(...times('More trees.'))], 'Buses')[0]).toBe('Drivers');
    expect(nameGroups([group(...times('The property tax is too high.'))], 'Taxes')[0]).toBe('Property Tax');
  });

  it('do not say what another says', () => {
    const titles = nameGroups([group(...times('We need housing.')), group(...times('The houses have a high rent.'))]);
    expect(titles).toEqual(['Housing', 'Rent']);
  });

  it('are Other where there is no noun', () => {
    expect(nameGroups([group(...times('!!! 🚀 123'))])).toEqual(['Other']);
  });

  it.each(['__proto__', 'constructor', 'toString', '42'])('stand texts made of %s (E6)', (word) => {
    const titles = nameGroups([group(...times(`We love ${word} and buses.`)), group(...times('We love parks.'))]);
    expect(titles[0]).toMatch(/Buses/);
    expect(titles[1]).toBe('Parks');
  });

  it('are whole words, with the marks that people write', () => {
    const titles = nameGroups([
      group(...times('Keep the Māori wards.')),
      group(...times('The café in Ōtaki is fine.')),
    ]);
    expect(titles[0]).toBe('Māori Wards');
    expect(titles[1]).toMatch(/Café|Ōtaki/);
  });

  it('do not show the masks of personal data', () => {
    expect(nameGroups([group(...times('[EMAIL] [PHONE] buses'))])).toEqual(['Buses']);
  });

  it('are one phrase, never two that nobody says together', () => {
    const mixed = ['Trains are late.', 'More trains!', 'Trains!', 'Buses are late.', 'More buses!', 'Hm.', 'So so.'];
    expect(nameGroups([group(...times('The park is dark.')), group(...mixed)])).toEqual(['Park', 'Trains']);
    const together = ['Arts and culture are fine.', 'More arts and culture!', 'Arts and culture for all.'];
    expect(nameGroups([group(...times('The park is dark.')), group(...together)])[1]).toBe('Arts and Culture');
    expect(nameGroups([group(...times('The cost of living is high.')), group(...together)])[0]).toBe('Cost of Living');
  });

  describe('of a group for which no term speaks', () => {
    const many = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
    const tower = many(3, 'Fix the tower.');
    const museum = many(3, 'The museum is open.');
    const theatres = many(3, 'More theatres!');
    const named = (lang: string, size: number, parts: readonly string[]): string | undefined =>
      nameGroups([groupIn(lang, ...many(size, '123'), ...parts), group(...many(60, 'We love parks.'))])[0];

    it('are three that speak for parts of it', () => {
      expect(named('en', 40, [...tower, ...museum, ...theatres])).toBe('Museum, Theatres, Tower');
      const chinese = ['博物館', '劇院', '高塔'].flatMap((place) => many(3, place));
      expect(named('zh', 40, chinese)).toMatch(/^\p{sc=Han}+、\p{sc=Han}+、\p{sc=Han}+$/u);
    });

    it.each<[why: string, size: number, ...parts: string[][]]>([
      ['two are no more than two', 40, tower, museum],
      ['parts of two people are none', 40, tower, museum, many(2, 'More theatres!')],
      ['each is less than a twenty-fifth', 80, tower, museum, theatres],
      ['the same people are no other part', 40, many(3, 'Towers leak near theatres.'), museum],
      ['the same word is no other part', 40, many(3, 'Housing.'), many(3, 'The houses leak.'), museum],
    ])('are none where %s', (_why, size, ...parts) => {
      expect(named('en', size, parts.flat())).toMatch(/^“/);
    });
  });

  it('are not the place that all talk of, though most of one group do', () => {
    const town = [
      'Milltown is nice.',
      'I like Milltown.',
      'Milltown forever!',
      'Milltown has a choir.',
      'A choir sings.',
    ];
    const others = times('The buses are late.');
    expect(nameGroups([group(...town), group(...others, 'Buses are late in Milltown.')])[0]).toBe('Choir');
  });

  it('are not a word that people use wherever they stand', () => {
    const bridge = group(...times('The front of it.'), 'The bridge leaks.', 'A bridge, please.', 'Fix the bridge.');
    const elsewhere = ['bins', 'trees', 'lights', 'dogs'].map((text) => group(...times(`More ${text}.`)));
    const scattered = elsewhere.map((entries) => [
      ...entries,
      ...group('In front.').map((entry) => ({ ...entry, vector: opposite(bridge) })),
    ]);
    expect(nameGroups([bridge, ...scattered])[0]).toBe('Bridge');
  });

  it('are no quote of what names nothing, where there is another', () => {
    expect(
      nameGroups([
        group('A plan is what we need.', 'And so on it goes.', 'The tower leaks.'),
        group('Buses are slow.'),
      ])[0],
    ).toBe('“The tower leaks”');
  });

  it('are quoted whole where something near the middle is short enough', () => {
    const long = 'Nobody answers the telephone at weekends or in the evening, whatever the reason may be.';
    expect(nameGroups([group(long, 'The tower leaks.'), group('Buses are slow.')])[0]).toBe('“The tower leaks”');
  });

  it('are what one of the group says, quoted, where nothing is said by several', () => {
    const all = [
      'The tower at the end of the old harbour has been leaking for years and for years.',
      'Nobody answers the telephone at weekends or in the evening, whatever the reason may be.',
    ];
    expect(nameGroups([group(...all), group('Bees need flowers.', 'Buses are slow.')])).toEqual([
      '“Nobody answers the telephone at weekends or in the evening, …”',
      '“Bees need flowers”',
    ]);
  });

  it.each(['No comment', 'n/a', 'test 123', 'test2123123', 'https://example.org/a', 'Write to [EMAIL] please', '🚀'])(
    'are never what says nothing: %s',
    (text) => {
      expect(nameGroups([group(text)])).toEqual(['Other']);
    },
  );

  it('do not shout', () => {
    const loud = ['THE BINS ARE FULL IN SUMMER', 'WE NEED MORE BINS'];
    expect(nameGroups([group(...loud), group('Trees are fine.', 'More trees.')])[0]).toBe('Bins');
  });

  it('are no sentence that only points back', () => {
    expect(tellingOf(['This is a game changer.'])).toBeUndefined();
    expect(tellingOf(['This is a game changer.', 'More buses'])).toBe('More buses');
  });

  it.each([
    ['de', ['Wir brauchen thermische Sanierung.', 'Mehr thermische Sanierung!'], 'Thermische Sanierung'],
    ['de', ['Förderung der thermischen Sanierung, bitte.', 'Die Kosten thermischer Sanierung.'], 'Sanierung'],
    ['de', ['Die Speicherung des Stromes.', 'Wir brauchen Strom.', 'Der Preis des Stromes.'], 'Strom'],
    ['de', ['Mehr E-Autos!', 'Die E-Autos sind zu teuer.', 'Errichtungs- und Kosten.'], 'E-Autos'],
    [
      'de',
      ['Die Recyclingfähigkeit von Verpackungen.', 'Recyclingfähigkeit von Verpackungen!'],
      'Recyclingfähigkeit von Verpackungen',
    ],
    ['de', ['Man spart Energie.', 'Das spart Energie.'], 'Energie'],
    ['de', ['Mehr Grün in Städten.', 'In vielen Städten ist es heiß.', 'Unsere Städte!'], 'Städte'],
    ['fr', ['Plus de transports en commun.', 'Les transports en commun !'], 'Transports en commun'],
    ['fr', ["Moins d'eau.", "Gaspiller l'eau."], 'Eau'],
    [
      'es',
      ['Más carriles para bicicletas.', 'El transporte público.', 'Transporte público gratis.'],
      'Transporte público',
    ],
    ['zh-Hant', ['我覺得計程車司機應該納保。', '計程車司機太少。'], '計程車司機'],
    ['ja', ['図書館を開けてほしい。', '図書館は静かです。'], '図書館'],
  ])('in %s are whole words in a form that is a name: %j', (lang, texts, expected) => {
    const others = groupIn(lang, '123', '456', '789', '012');
    expect(nameGroups([groupIn(lang, ...texts), others])[0]).toBe(expected);
  });
});
