import { nameGroups } from '../../../../activities/report/builtin/names';
import { termsOf } from '../../../../activities/report/builtin/terms';

const group = (...texts: readonly string[]) => texts.map((text) => ({ terms: termsOf(text), centrality: 1 }));
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
});
