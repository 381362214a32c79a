/** Reasons of the ledger in the languages of the page. */
import { readable } from '../../../../activities/report/builtin/readable';
import { readComments } from '../../../../activities/report/input';
import { textsFor, WORDS } from '../../../../activities/report/render/texts';
import { kindIn, reasonIn } from '../../../../activities/report/render/texts/reasons';

const others = Object.keys(WORDS).filter((language) => language !== 'en');
const inLanguage = (code: string, guess = code) => ({ comment: code, code, guess });

/** A row for each reason that the reader has. */
const rows: readonly string[] = [
  'a,The park is lovely in spring.,1',
  'a,The park is lovely in spring.,1',
  'b,The park is lovely in spring.,1',
  `c,${'We need more trees. '.repeat(600)},1`,
  'd,Close the road.,-1',
  'e,,1',
  'f,n/a,1',
  'g,---,1',
  'h,😡,1',
  'i,4/5,1',
  'j,https://example.org/a,1',
  'k,this is a test,1',
  `${'l'.repeat(300)},The bus is late.,1`,
  'm,The bus is late,and never on time,1',
];

/** Every reason that reading a file and telling its languages give. */
function allReasons(): string[] {
  const { skipped, duplicates } = readComments(Buffer.from(`id,comment,moderated\n${rows.join('\n')}\n`));
  const comments = ['en', 'sw', 'und'].map((id) => ({ id, text: 'x', speaker: 's' }));
  const { setAside } = readable(
    [...comments, ...Array.from({ length: 30 }, (_, at) => ({ id: `e${at}`, text: 'x', speaker: 's' }))],
    {
      mostly: 'en',
      told: [
        inLanguage('en'),
        inLanguage('sw'),
        ...Array.from({ length: 30 }, (_, at) => ({ ...inLanguage('en'), comment: `e${at}` })),
      ],
    },
  );
  return [...skipped, ...duplicates, ...setAside].flatMap(({ reason }) => reason ?? []);
}

test('every reason that a row is left out for is told in each language of the page, with what it names', () => {
  const reasons = allReasons();
  expect(new Set(reasons).size).toBeGreaterThan(12);
  for (const reason of reasons) {
    expect(reasonIn(reason, textsFor('en'))?.replaceAll(/(?<=\d),(?=\d{3})/gu, '')).toBe(reason);
    for (const language of others) {
      const told = reasonIn(reason, textsFor(language)) ?? reason;
      expect([reason, told]).not.toEqual([reason, reason]);
      for (const number of reason.match(/\d+/g) ?? [])
        expect(told.replaceAll(/[.,\s\u202f\u00a0]/gu, '')).toContain(number);
    }
  }
});

test.each([
  [
    'rejected by moderation (moderated = -1)',
    'von der Moderation abgelehnt (moderated = -1)',
    'von der Moderation abgelehnt',
  ],
  ['no answer: "n/a"', 'keine Antwort: „n/a“', 'keine Antwort'],
  ['no answer: no letters', 'keine Antwort: keine Buchstaben', 'keine Antwort'],
  [
    'language: too little to tell, in a file that is mostly Swahili',
    'Sprache: zu wenig, um sie zu erkennen; die Datei ist überwiegend Suaheli',
    'Sprache: zu wenig, um sie zu erkennen; die Datei ist überwiegend Suaheli',
  ],
  ['language: looks like Swahili', 'Sprache: sieht nach Suaheli aus', 'Sprache: sieht nach Suaheli aus'],
  [
    'the first 10000 of 12000 characters are read; exact duplicate of c1',
    'gekürzt: Die ersten 10.000 von 12.000 Zeichen sind gelesen; wörtlich gleich: c1',
    'gekürzt; wörtlich gleich',
  ],
  [
    'empty comment; hidden: names a neighbour; and a child',
    'leerer Kommentar; verborgen: names a neighbour; and a child',
    'leerer Kommentar; verborgen',
  ],
])('%s is told in German, and what kind it is', (reason, told, kind) => {
  expect(reasonIn(reason, textsFor('de'))).toBe(told);
  expect(kindIn(reason, textsFor('de'))).toBe(kind);
});

test('what failed, and a language without a name, are told as the ledger has them', () => {
  for (const reason of ['model refused: 429', 'language: looks like another language', 'hidden', ''])
    expect(reasonIn(reason, textsFor('fr'))).toBeUndefined();
});
