/** What stands beside the comments: votes, what a moderator decided, who speaks. */
import { readComments } from '../../../../activities/report/input';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

it('votes with thousands, as decimals and as shares of a total are counts', () => {
  const { comments } = readComments(
    utf8('id,comment,agree,disagree,votes\n1,Roads are bad,"1,030",60.0,\n2,Parks are good,45%,55%,200\n'),
  );
  expect(comments.map(({ agrees, disagrees }) => [agrees, disagrees])).toEqual([
    [1030, 60],
    [90, 110],
  ]);
});

it('shares without a total are no votes, and that is said', () => {
  const { comments, reading } = readComments(utf8('id,comment,agree,disagree\n1,Roads are bad,45%,55%\n'));
  expect(comments[0]).not.toHaveProperty('agrees');
  expect(reading.warnings.join()).toContain('votes are not read');
});

it.each<[string, string, Partial<Record<string, string>>, string[]]>([
  ['shares that have no total', 'agree,disagree\n1,Roads are bad,45%,55%', {}, ['agree', 'disagree']],
  ['one side only', 'likes\n1,Roads are bad,7', {}, ['likes']],
  ['a total only', 'votes\n1,Roads are bad,7', {}, ['votes']],
  ['both sides', 'likes,dislikes\n1,Roads are bad,7,8', { agrees: 'likes', disagrees: 'dislikes' }, []],
])('votes are told as read where they are of use: %s', (_what, lines, fields, ignored) => {
  const { reading } = readComments(utf8(`id,comment,${lines}\n`));
  expect(reading).toMatchObject({ fields: { id: 'id', ...fields }, ignored });
  expect(Object.keys(reading.fields)).toHaveLength(1 + Object.keys(fields).length);
});

it.each([
  ['status', 'approved', 'Rejected'],
  ['moderated', '1', '-1'],
  ['published', 'true', 'false'],
  ['Status', 'veröffentlicht', 'abgelehnt'],
])('what a moderator refused is left out with the word for it: %s', (column, yes, no) => {
  const { comments, skipped } = readComments(
    utf8(`id,comment,${column}\n1,Roads are bad,${yes}\n2,Parks are bad,${no}\n`),
  );
  expect(comments.map(({ id }) => id)).toEqual(['1']);
  expect(skipped).toEqual([{ input: '2', outcome: 'skipped', reason: `rejected by moderation (${column} = ${no})` }]);
});

it('a status that is about something else leaves nothing out', () => {
  expect(readComments(utf8('id,comment,status\n1,Roads are bad,resident\n2,Parks are bad,deleted\n')).skipped).toEqual(
    [],
  );
});

it('one speaker for all rows is worth a warning', () => {
  const { reading } = readComments(utf8('id,comment,name\n1,Roads are bad,Plan\n2,Parks are bad,Plan\n'));
  expect(reading.warnings).toEqual([expect.stringContaining('all rows have one speaker, "Plan"')]);
});
