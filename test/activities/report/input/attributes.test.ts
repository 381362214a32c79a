/** Columns that say of those who wrote what they are: which are taken, and what is made of their cells. */
import { readComments } from '../../../../activities/report/input';
import type { ReadingOptions } from '../../../../activities/report/input';

const AGES = ['18–24', '65+', '65+', 'n/a', '25–64', '', 'Prefer not to say', '65+'];
const TEXTS = [
  'later buses',
  'more trees',
  'cheaper fares',
  'a new hall',
  'fewer cars',
  'safer roads',
  'more light',
  'less noise',
];

/** A row each: who speaks, what of, and the cells of further columns. */
const file = (head: string, cells: readonly string[], speaker = (at: number) => `Person ${at}`): Uint8Array =>
  new TextEncoder().encode(
    [
      `id;comment;name;${head}`,
      ...cells.map((cell, at) => `${at};We need ${TEXTS[at % TEXTS.length]} in street ${at};${speaker(at)};${cell}`),
    ].join('\n'),
  );

const read = (bytes: Uint8Array, options: ReadingOptions = { attributes: ['Age'] }) => readComments(bytes, options);

const faultOf = (run: () => unknown): { code: unknown; message: string } => {
  try {
    run();
  } catch (error) {
    return { code: (error as { code?: unknown }).code, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
};

it('every speaker has the value of the column; who says none, in whatever words, is not in it', () => {
  const { attributes, comments, reading } = read(file('Age', AGES));
  expect(attributes).toEqual([
    {
      name: 'Age',
      people: [
        ['Person 0', '18–24'],
        ['Person 1', '65+'],
        ['Person 2', '65+'],
        ['Person 4', '25–64'],
        ['Person 7', '65+'],
      ],
    },
  ]);
  expect(reading.attributes).toEqual([
    {
      name: 'Age',
      values: [
        { value: '18–24', people: 1 },
        { value: '25–64', people: 1 },
        { value: '65+', people: 3 },
      ],
      notSaid: 3,
    },
  ]);
  expect(reading.warnings).toContain('attribute "Age": fewer than 5 people each, not shown: 18–24, 25–64, 65+');
  expect(reading.ignored).toEqual([]);
  expect(JSON.stringify(comments)).not.toContain('65+');
});

it('a column that was not asked for is not read', () => {
  const { attributes, reading } = read(file('Age', AGES), {});
  expect([attributes, reading.attributes, reading.ignored]).toEqual([[], [], ['Age']]);
});

it('of what differs in capitals and spaces alone most rows decide, and a column is found by its name written otherwise', () => {
  const { attributes } = read(file('Home district', ['North', 'north', ' North', 'SOUTH', 'south', 'south']), {
    attributes: ['home_district'],
  });
  expect([...new Set(attributes[0]?.people.map(([, value]) => value))]).toEqual(['North', 'south']);
});

it('who is told to be two things counts as not said, and the reader is told of it', () => {
  const { attributes, reading } = read(file('Age', ['65+', '65+', '18–24', '65+'], (at) => (at < 3 ? 'Ana' : 'Ben')));
  expect(attributes[0]?.people).toEqual([['Ben', '65+']]);
  expect(reading.warnings).toContain(
    'attribute "Age": 1 speakers have different values in different rows: they count as not said',
  );
});

it('answers to questions with yes and no are values, and numbers of districts too', () => {
  const { attributes } = read(file('Owner;Ward', ['yes;1', 'no;2', 'Yes;1', 'no;2', 'yes;1', 'none;1']), {
    attributes: ['Owner', 'Ward'],
  });
  expect(attributes.map(({ people }) => people.map(([, value]) => value))).toEqual([
    ['yes', 'no', 'yes', 'no', 'yes', 'none'],
    ['1', '2', '1', '2', '1', '1'],
  ]);
});

it('another order of the rows makes no difference, also where anonymous people say the same', () => {
  const rows = ['A', 'B', 'A', 'B', ''].map((age) => `Keep the night bus to the hospital;${age}`);
  const bytes = (lines: readonly string[]): Uint8Array =>
    new TextEncoder().encode(['comment;Age', ...lines].join('\n'));
  const one = read(bytes(rows));
  const other = read(bytes(rows.toReversed()));
  expect(other.attributes).toEqual(one.attributes);
  expect(other.comments).toEqual(one.comments);
});

it.each<[string, string, readonly string[], string]>([
  ['names and ids', 'Ref', Array.from({ length: 30 }, (_, i) => `R-${i}`), 'no two rows have one in common'],
  [
    'ages that nobody grouped',
    'Age',
    Array.from({ length: 99 }, (_, i) => `${18 + (i % 50)}`),
    '50 different values in 99 rows (like "18", "19", "20"',
  ],
  [
    'free text',
    'Why',
    Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? `${'because of the noise '.repeat(5)}` : 'no')),
    'of more than 80 characters: free text',
  ],
  ['nothing', 'Empty', ['', '-', 'n/a'], 'no row says anything there'],
])('a column that holds %s is refused with what was found', (_, name, cells, why) => {
  const { code, message } = faultOf(() => read(file(name, cells), { attributes: [name] }));
  expect(code).toBe('NOT_AN_ATTRIBUTE');
  expect(message).toContain(why);
  expect(message).toContain(`The column "${name}"`);
});

it('the column with the comments is no attribute, and more than three are too many', () => {
  expect(faultOf(() => read(file('Age', AGES), { attributes: ['comment'] })).message).toContain(
    'it holds the comments',
  );
  expect(faultOf(() => read(file('Age', AGES), { attributes: ['Age', 'id', 'name', 'comment'] })).code).toBe(
    'TOO_MANY_ATTRIBUTES',
  );
});

it('a name that no column has is refused with those there are, the nearest first', () => {
  const { code, message } = faultOf(() =>
    read(
      file(
        'Gender;Age group',
        AGES.map((age) => `x;${age}`),
      ),
      { attributes: ['agegroup'] },
    ),
  );
  expect(code).toBe('NO_SUCH_COLUMN');
  expect(message).toContain('columns found: "Age group", ');
  expect(message).toContain('--attribute');
});
