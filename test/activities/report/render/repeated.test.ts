/** What says who somebody is, or stands in place of it, is read where it was written and repeated in no name, description or summary. */
import * as fc from 'fast-check';
import { termsOf } from '../../../../activities/report/builtin/terms';
import { MASK_WORDS, namesSomebody } from '../../../../activities/report/input';
import { maskPersonalData } from '../../../../activities/report/input/personal';
import { PipelineOutput } from '../../../../activities/report/report-schema';
import { analyserOfWords } from '../builtin/wordVectors';
import { reportFrom } from '../fromFile';

/** One of each that is masked. */
const PERSONAL: Readonly<Record<(typeof MASK_WORDS)[number], string>> = {
  EMAIL: 'ann.lee@mail.example.co.uk',
  IBAN: 'GB33 BUKB 2020 1555 5555 55',
  CARD: '4111 1111 1111 1111',
  SSN: '123-45-6789',
  NI: 'QQ 12 34 56 C',
  NHS: 'NHS 943 476 5919',
  POSTCODE: 'AB12 3CD',
  PHONE: '07700 900123',
};
/** Names that no other sentence has. */
const NAMED = [
  'My name is Zebulon Quillfeather and the buses are late.',
  'Mrs Zebulon Quillfeather should have a bus to the library.',
  'Mrs Zebulon Quillfeather should not have a bus to the library.',
  'The bins at 14 Quillfeather Lane are never emptied.',
  'Dr. Quillfeather wants more trees in the park.',
  'Ich heiße Zebulon Quillfeather und brauche den Bus.',
  'J’habite 12 rue Quillfeather et le bus est en retard.',
];
const PLAIN = [
  'The buses are late in the evening.',
  'The library should open on Sundays.',
  'More trees are needed in the park.',
  'Buses should not cost so much.',
];
const telling = Object.values(PERSONAL).flatMap((data) => [
  `Write to me about the buses: ${data}`,
  `${data} is where the park begins.`,
  data,
]);

const sentence = fc.constantFrom(...NAMED, ...telling, ...PLAIN);
const comment = fc.record({
  text: fc.array(sentence, { minLength: 1, maxLength: 4 }).map((sentences) => sentences.join(' ')),
  /** What several write in the same words leads, and is a letter where it is long. */
  people: fc.integer({ min: 1, max: 4 }),
});

function csvOf(comments: readonly { readonly text: string; readonly people: number }[]): string {
  const rows = comments.flatMap(({ text, people }, at) =>
    Array.from({ length: people }, (_, who) => `c${at}-${who},"${text}",Person ${at}-${who}`),
  );
  return ['id,comment,name', ...rows].join('\n');
}

interface Place {
  readonly title: string;
  readonly description: string;
}

const MASK = new RegExp(`\\[(?:${Object.keys(PERSONAL).join('|')})\\]`, 'u');
const repeats = (text: string): boolean => MASK.test(text) || namesSomebody(text) || /Quillfeather|Zebulon/u.test(text);

it('every mask is of something that is masked', () => {
  expect(Object.keys(PERSONAL)).toEqual([...MASK_WORDS]);
  for (const [mask, data] of Object.entries(PERSONAL)) expect(maskPersonalData(`It is ${data}`)).toContain(`[${mask}]`);
});

it('in no title, description, summary or sentence of the overview stands a mask or a name', async () => {
  const analyser = analyserOfWords();
  const written = fc.array(comment, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(written, async (comments) => {
      const { files } = await reportFrom(analyser, csvOf([...comments, { text: PLAIN.join(' '), people: 1 }]));
      const [, { topics, overview = [] }] = PipelineOutput.parse(JSON.parse(files.report)).data;
      const places: Place[] = topics.flatMap((topic) => [topic, ...topic.subtopics]);
      const said = [
        ...places.flatMap(({ title, description }) => [title, description]),
        ...topics.map(({ summary = '' }) => summary),
        ...overview.map(({ text }) => text),
      ];
      expect(said.filter(repeats)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 120_000);

it.each([
  ['en', 'Mrs Zebulon Quillfeather and the bins at 14 Quillfeather Lane', 'bin'],
  ['en', 'My name is Zebulon Quillfeather. The buses are late.', 'bus'],
  ['de', 'Frau Quillfeather wohnt in der Quillfeatherstraße 14, wo der Radweg fehlt.', 'radweg'],
])('in %s nothing is called by who somebody is: %s', (lang, text, left) => {
  const names = [...termsOf(text, lang).keys()].join('\n');
  expect(names).toContain(left);
  expect(names).not.toMatch(/quillf|zebul/u);
});

it('they are read where they were written', async () => {
  const { files } = await reportFrom(analyserOfWords(), csvOf([{ text: `${NAMED[0]} ${telling[0]}`, people: 1 }]));
  expect(files.page).toContain('My name is Zebulon Quillfeather and the buses are late.');
  expect(files.page).toContain('[EMAIL]');
});
