import { InputFault, readComments } from '../../../../activities/report/input';

const csv = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEADER = 'id,comment,interview,agrees,disagrees,moderated\n';

function fault(run: () => unknown): InputFault {
  try {
    run();
  } catch (error) {
    if (error instanceof InputFault) return error;
    throw error;
  }
  throw new Error('expected an InputFault');
}

describe('faults of the file', () => {
  it.each([
    ['an empty file', new Uint8Array(), 'EMPTY_FILE'],
    ['a header without rows', csv('id,comment\n'), 'EMPTY_FILE'],
    ['white space only', csv('\n \n'), 'EMPTY_FILE'],
    ['NUL bytes', csv('id,comment\n1,we need\0 roads'), 'NOT_TEXT'],
    ['an open quote', csv('id,comment\n1,"we need roads\n2,more'), 'MALFORMED_CSV'],
    [
      'rows with too many cells before the last column',
      csv('id,comment,name\n1,roads, and more,Ann\n'),
      'MALFORMED_CSV',
    ],
    ['no comment column', csv('id,age,url\n1,44,http://a.example\n'), 'NO_COMMENT_COLUMN'],
    ['rows of which none is usable', csv('id,comment\n1,\n2,ok\n'), 'NO_USABLE_COMMENT'],
  ])('refuses %s', (_, bytes, code) => {
    expect(fault(() => readComments(bytes)).code).toBe(code);
  });

  it('says what, where, why and what to do', () => {
    const { message } = fault(() => readComments(csv('id,age,url\n1,44,http://a.example\n')));
    expect(message).toBe(
      'The file has no comment column (columns found: "id", "age", "url"): none of them is called like one ("comment", "feedback", ' +
        '"answer" …), and none holds free text alone. Say which it is: --column NAME.',
    );
  });

  it('names the line on which a quote opens that is never closed, also where later quotes seem to close it', () => {
    const rows = ['1,"we need roads"', '2,"we need schools', '3,"we need parks"', '4,"we need trees"'];
    expect(fault(() => readComments(csv(`id,comment\n${rows.join('\n')}\n`))).where).toBe('line 3');
    expect(fault(() => readComments(csv('id,comment\n1,we need roads\n2,"we need\n3,schools\n'))).where).toBe('line 3');
  });

  it('checks the size before it parses', () => {
    const broken = csv('id,comment\n1,"open');
    expect(fault(() => readComments(broken, { maxBytes: broken.length - 1 })).code).toBe('TOO_LARGE');
    expect(fault(() => readComments(broken, { maxBytes: broken.length })).code).toBe('MALFORMED_CSV');
  });

  it('refuses one row more than the limit, not the limit itself', () => {
    const two = csv('id,comment\n1,we need better roads\n2,we need better schools\n');
    expect(readComments(two, { maxRows: 2 }).total).toBe(2);
    expect(fault(() => readComments(two, { maxRows: 1 })).code).toBe('TOO_MANY_ROWS');
  });
});

describe('encodings and columns', () => {
  const text = 'id,comment\n1,We need a café in town\n';
  it.each([
    ['UTF-8', csv(text)],
    ['UTF-8 with a byte order mark', csv(`\uFEFF${text}`)],
    ['UTF-16 little endian with one', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
    ['UTF-16 little endian without one', new Uint8Array(Buffer.from(text, 'utf16le'))],
    ['UTF-16 big endian without one', new Uint8Array(Buffer.from(text, 'utf16le').swap16())],
    ['Windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
    ['UTF-16 big endian with one', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())],
  ])('reads %s', (_, bytes) => {
    expect(readComments(bytes).comments).toMatchObject([{ id: '1', text: 'We need a café in town' }]);
  });

  it('knows the columns by their other names, whatever the capitals', () => {
    const { comments } = readComments(csv('Row ID,Comment_Body,AUTHOR\n7,We need better roads,Ann\n'));
    expect(comments).toEqual([{ id: '7', text: 'We need better roads', speaker: 'Ann' }]);
  });

  it('takes votes only where both numbers are there', () => {
    const { comments } = readComments(csv(`${HEADER}1,We need better roads,Ann,3,4,1\n2,We need schools,Ann,3,,1\n`));
    expect(comments[0]).toMatchObject({ agrees: 3, disagrees: 4 });
    expect(comments[1]).not.toHaveProperty('agrees');
  });
});

describe('faults of a row', () => {
  it('skips each with its reason, and accounts for every row once', () => {
    const rows = [
      '1,We need better roads,Ann,,,',
      '2,10/10,Ann,,,',
      '3,,Ann,,,',
      '4,no,Ann,,,',
      '5,Roads are bad here,Ann,,,-1',
    ];
    const { comments, skipped, total } = readComments(csv(HEADER + rows.join('\n')));
    expect(comments.map(({ id }) => id)).toEqual(['1']);
    expect(skipped).toEqual([
      { input: '2', outcome: 'skipped', reason: 'a number only: a rating says nothing without its question' },
      { input: '3', outcome: 'skipped', reason: 'empty comment' },
      { input: '4', outcome: 'skipped', reason: 'no answer: "no"' },
      { input: '5', outcome: 'skipped', reason: 'rejected by moderation (moderated = -1)' },
    ]);
    expect(total).toBe(5);
  });

  it('keeps 10,000 characters, one word, and three short words', () => {
    const rows = [`1,${'yes and no '.repeat(909)}`, '2,Parking', '3,no to it'];
    const { skipped, duplicates } = readComments(csv(`id,comment\n${rows.join('\n')}`));
    expect({ skipped, duplicates }).toEqual({ skipped: [], duplicates: [] });
  });

  it('reads a longer comment up to the end of a sentence, and says so', () => {
    const { comments, duplicates } = readComments(csv(`id,comment\n1,${'We need better roads. '.repeat(600)}`));
    expect(comments[0]?.text).toMatch(/roads\.$/);
    expect(comments[0]?.text.length).toBeGreaterThan(9_900);
    expect(duplicates).toEqual([
      { input: '1', outcome: 'ok', reason: `the first ${comments[0]?.text.length} of 13199 characters are read` },
    ]);
  });

  it('takes an id that repeats for who speaks: every row is used, whatever their order', () => {
    const [a, b] = ['1,We need better roads', '1,We need better schools'];
    const one = readComments(csv(`id,comment\n${a}\n${b}\n`));
    const other = readComments(csv(`id,comment\n${b}\n${a}\n`));
    expect(one.comments).toEqual(other.comments);
    expect(one.comments.map(({ id, speaker }) => [id, speaker])).toEqual([
      ['1', '1'],
      ['1-2', '1'],
    ]);
    expect(one.skipped).toEqual([]);
  });

  it('uses one of two rows that are the same in id and words, and names the other by its row', () => {
    const { comments, skipped } = readComments(csv('id,comment\n1,We need better roads\n1,We need better roads\n'));
    expect(comments).toHaveLength(1);
    expect(skipped).toEqual([
      { input: '1 (row 2)', outcome: 'skipped', reason: 'duplicate id: row 1 has it too, says the same, and is used' },
    ]);
  });

  it('gives every row of the ledger a name of its own, even against names made to collide', () => {
    const rows = ['1,', '1,', '1 (row 2),', ',-', '__proto__,We need better roads', '__proto__,', 'constructor,'];
    const { comments, skipped } = readComments(csv(`id,comment\n${rows.join('\n')}`));
    const names = [...comments.map(({ id }) => id), ...skipped.map(({ input }) => input)];
    expect(new Set(names).size).toBe(rows.length);
    expect(comments[0]?.id).toBe('__proto__');
  });

  it('keeps an exact duplicate as a comment and says whose it is', () => {
    const { comments, duplicates } = readComments(
      csv('id,comment\n1,We need better roads!\n2,we need  better ROADS\n'),
    );
    expect(comments).toHaveLength(2);
    expect(duplicates).toEqual([{ input: '2', outcome: 'ok', reason: 'exact duplicate of 1' }]);
  });

  it('refuses the file in strict reading, but not for moderation', () => {
    const moderated = '2,We need schools now,,,,-1\n';
    const bytes = csv(`${HEADER}1,We need better roads,,,,\n${moderated}`);
    expect(readComments(bytes, { strict: true }).comments).toHaveLength(1);
    const faulty = fault(() =>
      readComments(csv(`${HEADER}1,We need better roads,,,,\n${moderated}3,,,,,\n`), { strict: true }),
    );
    expect(faulty).toMatchObject({ code: 'ROW_FAULT', where: 'first: row 3', why: 'empty comment' });
  });
});

describe('ids, speakers and order', () => {
  it('gives the same comments for any order of the rows', () => {
    const rows = ['10,We need better roads,Ann', '9,We need better schools,', '2,We need more parks,bob@example.org'];
    const read = (order: readonly string[]) => readComments(csv(`id,comment,name\n${order.join('\n')}`)).comments;
    expect(read(rows)).toEqual(read(rows.toReversed()));
    expect(read(rows).map(({ id }) => id)).toEqual(['2', '9', '10']);
  });

  it('makes ids from content where the file has none, also for equal rows', () => {
    const rows = ['We need better roads', 'We need better schools', 'We need better roads'];
    const ids = (order: readonly string[]) =>
      readComments(csv(`comment\n${order.join('\n')}`)).comments.map(({ id }) => id);
    expect(new Set(ids(rows)).size).toBe(3);
    expect(ids(rows)).toEqual(ids(rows.toReversed()));
  });

  it('names equal rows in steps that grow with their number, not with its square', () => {
    const rows = Array.from({ length: 2_000 }, () => 'We need better roads');
    const asked = jest.spyOn(Map.prototype, 'has');
    try {
      expect(readComments(csv(`comment\n${rows.join('\n')}`)).comments).toHaveLength(rows.length);
      expect(asked.mock.calls.length).toBeLessThan(10 * rows.length);
    } finally {
      asked.mockRestore();
    }
  });

  it('never masks an id that looks like a phone or card number (E1)', () => {
    const { comments } = readComments(
      csv('id,comment\n4155550100,Call 415-555-0100 about roads\n4111111111111111,We need roads\n'),
    );
    expect(comments.map(({ id }) => id)).toEqual(['4155550100', '4111111111111111']);
    expect(comments[0]?.text).toBe('Call [PHONE] about roads');
  });

  it('keeps speakers named by e-mail apart, and does not show the address (E2)', () => {
    const rows = [
      '1,We need better roads,ann@example.org',
      '2,We need more parks,bob@example.org',
      '3,We need a pool,ann@example.org',
    ];
    const speakers = readComments(csv(`id,comment,name\n${rows.join('\n')}`)).comments.map(({ speaker }) => speaker);
    expect(speakers[0]).toBe(speakers[2]);
    expect(speakers[0]).not.toBe(speakers[1]);
    expect(speakers.join()).toMatch(/^Speaker [0-9a-f]{12},Speaker [0-9a-f]{12},Speaker [0-9a-f]{12}$/);
  });

  it('gives each row without a speaker one name of its own (E8)', () => {
    const read = () => readComments(csv('id,comment\n1,We need better roads\n2,We need more parks\n')).comments;
    const [one, two] = read().map(({ speaker }) => speaker);
    expect(one).toMatch(/^Anonymous [0-9a-f]{12}$/);
    expect(one).not.toBe(two);
    expect(read()[0]?.speaker).toBe(one);
  });
});
