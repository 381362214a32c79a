/** Exports of the tools that people ask others with, each as small as it can be: what is read of them, and what is left alone. */
import { strToU8, zipSync } from 'fflate';
import { readComments } from '../../../../activities/report/input';

const SAYS = [
  'We should plant trees along the canal.',
  'The market hall needs a new roof.',
  'Keep the night bus running.',
];
const rows = (head: string, row: (text: string, at: number) => string): Uint8Array =>
  new TextEncoder().encode([head, ...SAYS.map(row)].join('\r\n'));
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Bytes of the old encoding of a Macintosh. */
const MAC: Readonly<Record<string, string>> = {
  é: '\x8e',
  è: '\x8f',
  ê: '\x90',
  ç: '\x8d',
  '’': '\xd5',
  '–': '\xd0',
};
const FRENCH = [
  'Le marché est trop cher pour les élèves.',
  'Plus d’arbres près de l’école !',
  'La bibliothèque – très chère –, ça gêne.',
];
const ABROAD = SAYS.map((text) => `${text} Café très bien – élève`);
const macintosh = (head: string, texts: readonly string[]): Uint8Array => {
  const lines = [head, ...texts.map((text, at) => `${at},"${text}"`)].join('\r');
  return Buffer.from(
    lines.replace(/\P{ASCII}/gu, (char) => MAC[char] ?? '?'),
    'latin1',
  );
};

interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly merged?: readonly string[];
}

function workbook(...sheets: readonly Sheet[]): Uint8Array {
  const xml = ({ rows: lines, merged = [] }: Sheet): string => {
    const cell = (text: string, column: number, row: number): string =>
      text === '' ? '' : `<c r="${'ABCDEF'[column]}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const data = lines.map(
      (cells, row) => `<row r="${row + 1}">${cells.map((text, at) => cell(text, at, row)).join('')}</row>`,
    );
    const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
    return `<worksheet><sheetData>${data.join('')}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`;
  };
  const named = sheets.map(({ name }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const paths = sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`);
  return zipSync({
    'xl/workbook.xml': strToU8(`<workbook><sheets>${named.join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${paths.join('')}</Relationships>`),
    ...Object.fromEntries(sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, strToU8(xml(sheet))])),
  });
}

interface Told {
  readonly questions: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly encoding?: string;
}

it.each<[string, Uint8Array, Told, (readonly string[])?]>([
  [
    'Google Forms',
    rows(
      'Timestamp,Username,How old are you?,What would you change here?',
      (text, at) => `2026/03/0${at + 1} 9:00:00 am GMT+1,p${at}@example.org,18-24,${text}`,
    ),
    { questions: ['What would you change here?'], fields: { speaker: 'Username' } },
  ],
  [
    'Typeform',
    rows(
      "#,What's your name?,*Tell us* what you'd improve in town,Submit Date (UTC),Network ID",
      (text, at) => `a${at},Ann,${text},2026-03-01 10:00:00,f${at}`,
    ),
    { questions: ["*Tell us* what you'd improve in town"] },
  ],
  [
    'Citizen Space, with notes of the staff',
    rows(
      'Response ID,4 Please give us your views - Comments,Staff notes',
      (text, at) => `ANON-${at},${text},We have read it ${at} times so far`,
    ),
    { questions: ['4 Please give us your views - Comments'], fields: { id: 'Response ID' } },
  ],
  [
    'Commonplace, where a respondent may contribute several times',
    rows(
      'Contribution ID,Respondent ID,Sentiment,What is your comment about?,Comment - Why do you feel this way?',
      (text, at) => `c${at},u${at % 2},Positive,Buses,${text}`,
    ),
    { questions: ['Comment - Why do you feel this way?'], fields: { id: 'Contribution ID', speaker: 'Respondent ID' } },
  ],
  [
    'Loomio, with markup',
    rows('id,group_id,author_id,author_name,body', (text, at) => `${at},1,${at},Ann ${at},<p>${text}</p>`),
    { questions: ['body'], fields: { id: 'id', speaker: 'author_id' } },
  ],
  [
    'IdeaScale, where ideas have titles',
    rows('Idea Id,Idea Title,Idea Description', (text, at) => `${at},What I would like ${at},${text}`),
    { questions: ['Idea Description'] },
  ],
  [
    'a form that addresses people',
    rows('id,Your comment,Our response', (text, at) => `${at},${text},Thank you for your comment number ${at}`),
    { questions: ['Your comment'] },
  ],
  [
    'semicolons beside decimal commas',
    rows('Nr;Gewicht;Kommentar;Bewertung', (text, at) => `${at};1,25;${text};4,5`),
    { questions: ['Kommentar'], fields: { id: 'Nr' } },
  ],
  [
    'UTF-16 of the other byte order, without a mark',
    Buffer.from(
      rows('id,comment', (text, at) => `${at},${text}`).reduce<number[]>((all, byte) => [...all, 0, byte], []),
    ),
    { questions: ['comment'], encoding: 'UTF-16 BE' },
  ],
  [
    'lines that stand in quotes as a whole',
    rows('"id,comment,date"', (text, at) => `"${at},""${text}"",2026-03-01"`),
    { questions: ['comment'], fields: { id: 'id' } },
  ],
  [
    'lines that stand in quotes as a whole below a header that needs none',
    rows('id;comment', (text, at) => `"${at};""${text}"""`),
    { questions: ['comment'], fields: { id: 'id' } },
  ],
  [
    'some lines that stand in quotes as a whole, those with a quote in them',
    rows('id,comment', (text, at) => (at === 1 ? `"${at},""${text}"""` : `${at},${text}`)),
    { questions: ['comment'], fields: { id: 'id' } },
  ],
  ['CSV of Excel on a Macintosh', macintosh('id,avis', FRENCH), { questions: ['avis'], encoding: 'Mac Roman' }, FRENCH],
  [
    'one that looks like Central European text',
    macintosh('id,comment', ABROAD),
    { questions: ['comment'], encoding: 'Mac Roman' },
    ABROAD,
  ],
  [
    'JSON with answers in an object',
    json({
      responses: SAYS.map((text, at) => ({
        id: at,
        respondent: { name: `P${at}` },
        answers: { district: 'North', idea: text },
      })),
    }),
    { questions: ['answers.idea'], fields: { id: 'id', speaker: 'respondent.name' } },
  ],
  [
    'JSON with a list of answers, as Typeform has it',
    json({
      items: SAYS.map((text, at) => ({
        response_id: at,
        answers: [
          { field: { ref: 'district' }, choice: { label: 'North' } },
          { field: { ref: 'idea' }, type: 'text', text },
        ],
      })),
    }),
    { questions: ['answers.idea'] },
  ],
])('%s', (_, bytes, told, texts = SAYS) => {
  const { comments, reading } = readComments(bytes);
  expect(comments.map(({ text }) => text).sort()).toEqual(texts.toSorted());
  expect(reading).toMatchObject(told);
});

it('whose contributions they are counts: two of three are of one respondent', () => {
  const { comments } = readComments(
    rows('Contribution ID,Respondent ID,Comment', (text, at) => `c${at},u${at % 2},${text}`),
  );
  expect(comments.map(({ id, speaker }) => [id, speaker])).toEqual([
    ['c0', 'u0'],
    ['c1', 'u1'],
    ['c2', 'u0'],
  ]);
});

it('a header in two lines, the upper one merged, gives each column its own name and is no comment', () => {
  const { comments, reading } = readComments(
    workbook({
      name: 'Answers',
      rows: [
        ['Town survey'],
        ['Ref', 'Respondent', '', 'Answers'],
        ['', 'Name', 'District', 'Comments'],
        ...SAYS.map((text, at) => [`r${at}`, `P${at}`, 'North', text]),
      ],
      merged: ['A1:D1', 'A2:A3', 'B2:C2'],
    }),
  );
  expect(comments.map(({ id, speaker, text }) => [id, speaker, text])).toEqual(
    SAYS.map((text, at) => [`r${at}`, `P${at}`, text]),
  );
  expect(reading).toMatchObject({
    questions: ['Answers'],
    ignored: ['District'],
    fields: { id: 'Ref', speaker: 'Name' },
  });
});

it('a name that is merged over several rows is theirs; a comment that is, was made once', () => {
  const sheet = {
    name: 'A',
    rows: [
      ['Person', 'Comment', 'Street'],
      ['Ann', SAYS[0] ?? ''],
      ['', SAYS[1] ?? ''],
      ['Bob', SAYS[2] ?? '', 'Mill Lane'],
      ['', '', 'Castle Lane'],
    ],
  };
  const { comments } = readComments(workbook({ ...sheet, merged: ['A2:A3', 'A4:A5', 'B4:B5'] }));
  expect(comments).toHaveLength(SAYS.length);
  const speakers = new Map(comments.map(({ speaker, text }) => [text, speaker]));
  expect(SAYS.map((text) => speakers.get(text))).toEqual(['Ann', 'Ann', 'Bob']);
});

it('a sheet with the same columns that is not read is named, with what to do', () => {
  const month = (name: string, texts: readonly string[]): Sheet => ({
    name,
    rows: [['id', 'comment'], ...texts.map((text, at) => [String(at), text])],
  });
  const { comments, reading } = readComments(workbook(month('January', SAYS), month('February', SAYS.slice(1))));
  expect(comments).toHaveLength(3);
  expect(reading.notes).toContain(
    'sheet "February" has the same columns: copy its rows below those of "January" to have both in one report',
  );
});

it('merged cells that cover a million rows, a thousand times, end with a word about it', () => {
  const sheet = {
    name: 'A',
    rows: [['Person', 'Comment'], ...Array.from({ length: 6000 }, () => ['Ann', SAYS[0] ?? ''])],
  };
  const merged = Array.from({ length: 1000 }, () => 'A2:A1000000');
  expect(() => readComments(workbook({ ...sheet, merged }))).toThrow('too many cells');
});

it('the second header of a survey is no upper and lower one: questions keep their names', () => {
  const bytes = rows(
    'Respondent ID,What do you like?,,What would you change?\r\n,Response,Other (please specify),Open-Ended Response',
    (text, at) => `${at},Shops,,${text}`,
  );
  expect(readComments(bytes).reading).toMatchObject({ questions: ['What would you change?'] });
});

it('two columns of one name are told apart by their places', () => {
  const bytes = rows('id,Comment,Comment', (text, at) => `${at},${text},Also: ${text}`);
  expect(() => readComments(bytes)).toThrow('--column 2, or for both in one report --column 2 --column 3');
  const { comments } = readComments(bytes, { columns: ['3'] });
  expect(comments.every(({ text }) => text.startsWith('Also: '))).toBe(true);
});
