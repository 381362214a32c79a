import { nameGroups } from '../../../../activities/report/builtin/names';
import { tellingOf } from '../../../../activities/report/builtin/telling';
import { termsOf } from '../../../../activities/report/builtin/terms';

const group = (...texts: readonly string[]) =>
  texts.map((text) => ({ terms: termsOf(text), telling: tellingOf([text]), weight: 1, centrality: 1 }));
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

  it('do not repeat the title above them', () => {
    expect(nameGroups([group(...times('School buses need drivers.'))], 'Schools & Buses')[0]).toBe('Drivers');
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

  it('are words that enough of the group say: one where it speaks for many, two where one speaks for few', () => {
    const parks = ['Plant trees in the park.', 'The park is dark.', 'Benches in the park, please.'];
    const mixed = ['Trains are late.', 'More trains!', 'Buses are late.', 'More buses!', 'Hm.', 'Well.', 'So so.'];
    expect(nameGroups([group(...parks), group(...mixed)])).toEqual(['Park', 'Buses & Trains']);
  });

  it('are what one of the group says, quoted, where nothing is said by several', () => {
    const all = [
      'The tower leaks.',
      'Nobody answers the telephone at weekends or in the evening, whatever the reason may be.',
    ];
    expect(nameGroups([group(...all), group('Bees need flowers.', 'Buses are slow.')])).toEqual([
      '“Nobody answers the telephone at weekends or in the evening, …”',
      '“Bees need flowers”',
    ]);
  });

  it.each(['No comment', 'n/a', 'test 123', 'https://example.org/a', 'Write to [EMAIL] please', '🚀'])(
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
});
