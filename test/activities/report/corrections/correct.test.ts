import { applyCorrections } from '../../../../activities/report/corrections/apply';
import { parseCorrections } from '../../../../activities/report/corrections/parse';
import { quoteIdOf, topicIdOf } from '../../../../activities/report/hash';
import { BUSES, comments, correct, FARE, NIGHTS, noted, PARKS, ROADS, shape, tree } from './town';

const HOLES = '“Roads have holes”';

it('leaves everything as it is where nothing is corrected', async () => {
  expect(await correct('# nothing')).toEqual({ topics: tree, comments, noted, notFound: 0, sorted: [] });
  expect(shape(tree)).toEqual({
    'Bus Lane & Fare': { Night: ['night1+night2', 'loud1'], Fares: ['fares1'] },
    Parks: { Parks: ['bench1'] },
    [HOLES]: { [HOLES]: ['holes1'] },
  });
});

it('renames topics and subtopics, also the only subtopic of a topic, and sorts nothing anew for it', async () => {
  const {
    topics,
    sorted,
    noted: ledger,
  } = await correct(`rename ${BUSES} "Buses"`, `rename ${PARKS} "Green"`, `rename ${NIGHTS} "Night buses"`);
  expect(shape(topics)).toMatchObject({ Buses: { 'Night buses': {}, Fares: {} }, Green: { Green: ['bench1'] } });
  expect(sorted).toEqual([]);
  expect(ledger.at(-1)).toEqual({
    input: 'corrections, line 3',
    outcome: 'ok',
    reason: `rename ${NIGHTS} "Night buses"`,
    correction: {
      line: 3,
      kind: 'rename',
      of: [NIGHTS],
      text: `rename ${NIGHTS} "Night buses"`,
      outcome: 'applied',
      before: 'Night',
      comments: 3,
    },
  });
});

it('merges topics with their subtopics, by way of each other too, and sorts only these anew', async () => {
  const { topics, sorted } = await correct(`merge ${ROADS} into ${PARKS}`, `merge ${FARE} into ${NIGHTS}`);
  expect(shape(topics)).toEqual({
    'Bus Lane & Fare': { Night: ['night1+night2', 'loud1', 'fares1'] },
    Parks: { Parks: ['bench1'], [HOLES]: ['holes1'] },
  });
  expect(sorted).toEqual(['Bus Lane & Fare', 'Parks', HOLES]);
  const all = await correct(`merge ${ROADS} into ${PARKS}`, `merge ${PARKS} into ${BUSES}`);
  expect(shape(all.topics)).toEqual({
    'Bus Lane & Fare': { Night: expect.any(Array), Fares: ['fares1'], Parks: ['bench1'], [HOLES]: ['holes1'] },
  });
});

it('splits a topic by claims and subtopics; the new one is described by its first claim, and has an id that stays', async () => {
  const lines = [`split ${BUSES} into "Noise and money" with claim:loud1 ${FARE}`];
  const { topics } = await correct(...lines);
  expect(shape(topics)).toMatchObject({
    'Bus Lane & Fare': { Night: ['night1+night2'] },
    'Noise and money': { Fares: ['fares1'], 'Noise and money': ['loud1'] },
  });
  const made = topics.find(({ title }) => title === 'Noise and money');
  expect(made?.description).toBe(made?.subtopics[0]?.claims[0]?.text);
  const again = await correct(...lines, `rename topic:${topicIdOf(made?.id ?? '')} "Money"`);
  expect(shape(again.topics)).toMatchObject({ Money: { Fares: ['fares1'], Money: ['loud1'] } });
});

it('moves a claim with those that say the same, or one of them alone, to a topic or a subtopic', async () => {
  const moved = await correct(`move claim:night1 to ${PARKS}`);
  expect(shape(moved.topics)).toMatchObject({ Parks: { Parks: ['night1+night2', 'bench1'] } });
  const alone = await correct(`move claim:night2 to ${FARE}`, `move ${NIGHTS} to ${PARKS}`);
  expect(shape(alone.topics)).toMatchObject({
    'Bus Lane & Fare': { Fares: ['fares1', 'night2'] },
    Parks: { Night: ['loud1', 'night1'], Parks: ['bench1'] },
  });
  const general = await correct(`move c-${quoteIdOf('bench1')} to ${BUSES}`);
  expect(shape(general.topics)).toMatchObject({ 'Bus Lane & Fare': { 'Bus Lane & Fare': ['bench1'] } });
});

it.each([[0], [1]])(
  'one of them that a line leaves where it stands stays, whichever line is first (%i)',
  async (first) => {
    const lines = [`move claim:night1 to ${FARE}`, `move claim:night2 to ${NIGHTS}`];
    const { topics } = await correct(lines[first] ?? '', lines[1 - first] ?? '');
    expect(shape(topics)).toMatchObject({
      'Bus Lane & Fare': { Night: ['loud1', 'night2'], Fares: ['fares1', 'night1'] },
    });
  },
);

it('hides a claim that holds words of a hidden one too', async () => {
  const [topic] = tree;
  const [place] = topic?.subtopics ?? [];
  const [claim] = place?.claims ?? [];
  if (!topic || !place || !claim) throw new Error('unreachable');
  const of = (id: string, comment: string, start: number, end: number) => ({
    ...claim,
    id,
    comment,
    start,
    end,
    similar: [],
  });
  const claims = [of('part1', 'c5', 0, 17), of('whole1', 'c5', 0, 33), of('other1', 'c3', 0, 17)];
  const one = { ...topic, subtopics: [{ ...place, claims }] };
  const lines = parseCorrections('hide claim:part1 because "x"');
  expect(applyCorrections([one], lines).hidden.map((hidden) => hidden.claim.id)).toEqual(['part1', 'whole1']);
});

it('hides claims: their words are nowhere, their comments stay in the ledger with the reason, and nobody is counted for them', async () => {
  const hidden = await correct(
    'hide claim:night1 because "a letter of the firm"',
    'hide claim:loud1 because "not about it"',
  );
  expect(shape(hidden.topics)).toMatchObject({ 'Bus Lane & Fare': { Fares: ['fares1'] } });
  expect(hidden.comments).toEqual([
    ...comments.slice(2, 4),
    { id: 'c5', speaker: 'Eve', text: 'Roads have holes. […]            ' },
  ]);
  expect(hidden.noted).toEqual([
    { input: 'c9', outcome: 'skipped', reason: 'empty comment' },
    { input: 'c1', outcome: 'skipped', reason: 'hidden: a letter of the firm' },
    { input: 'c2', outcome: 'skipped', reason: 'the same text as c1; hidden: a letter of the firm' },
    { input: 'c5', outcome: 'ok', reason: 'hidden in part: not about it' },
    expect.objectContaining({ input: 'corrections, line 1' }),
    expect.objectContaining({ input: 'corrections, line 2' }),
  ]);
  const { noted: _reasons, ...published } = hidden;
  expect(JSON.stringify(published)).not.toMatch(/night buses|loud/i);
});

it('tells what is not there any more, with the nearest id, and does the rest', async () => {
  const known = BUSES.slice(0, -1);
  const slip = `${known}${BUSES.endsWith('0') ? '1' : '0'}`;
  const {
    topics,
    notFound,
    noted: ledger,
  } = await correct(`rename ${slip} "Buses"`, `move claim:bench1 claim:gone9 to ${ROADS}`);
  expect(notFound).toBe(2);
  expect(shape(topics)).toMatchObject({ 'Bus Lane & Fare': {}, [HOLES]: { [HOLES]: ['bench1', 'holes1'] } });
  expect(ledger.slice(2)).toMatchObject([
    { outcome: 'skipped', correction: { line: 1, of: [slip], outcome: 'notFound', nearest: BUSES } },
    { outcome: 'ok', correction: { line: 2, of: ['claim:bench1'], outcome: 'applied', comments: 1 } },
    { outcome: 'skipped', correction: { line: 2, of: ['claim:gone9'], outcome: 'notFound' } },
  ]);
});

it.each([
  [
    'a hide that finds nothing',
    ['hide claim:gone9 because "x"'],
    'nothing has the id claim:gone9, and what was to be hidden may stand elsewhere',
  ],
  [
    'a beginning that several ids have',
    ['hide claim:night because "x"'],
    'several ids begin with claim:night: night1, night2',
  ],
  [
    'a loop',
    [`merge ${BUSES} into ${PARKS}`, `merge ${PARKS} into ${BUSES}`],
    'would be merged into itself, by way of another line',
  ],
  ['a topic into itself', [`merge ${BUSES} into ${BUSES}`], 'would be merged into itself'],
  ['two ends of a merge', [`merge ${BUSES} into ${PARKS}`, `merge ${BUSES} into ${ROADS}`], 'line 1 already merges'],
  [
    'two ways for a claim',
    [`move claim:loud1 to ${PARKS}`, `split ${BUSES} into "X" with claim:loud1`],
    'line 2 already says where claim:loud1 goes',
  ],
  ['two names', [`rename ${BUSES} "X"`, `rename ${BUSES} "Y"`], 'line 1 already names'],
  ['a name for what is merged away', [`rename ${BUSES} "X"`, `merge ${BUSES} into ${PARKS}`], 'line 2 merges'],
  [
    'a move into what is hidden',
    [`hide ${PARKS} because "x"`, `move claim:loud1 to ${PARKS}`],
    `line 2 says something else of ${PARKS}`,
  ],
  [
    'hiding what is moved',
    ['hide claim:loud1 because "x"', `move claim:loud1 to ${PARKS}`],
    'line 2 says something else of claim:loud1',
  ],
  ['a split of another topic', [`split ${PARKS} into "X" with claim:loud1`], `claim:loud1 does not stand in ${PARKS}`],
  ['one name for two topics', [`rename ${BUSES} "PARKS"`], 'two topics would be called "Parks"'],
  [
    'a name that quotes what is hidden',
    ['hide claim:holes1 because "x"', `move claim:bench1 to ${ROADS}`],
    'quotes what this line hides: rename it too',
  ],
  ['everything hidden', [`hide ${BUSES} ${PARKS} ${ROADS} because "x"`], 'nothing is left to report'],
])('refuses %s, and corrects nothing', async (_what, lines, why) => {
  await expect(correct(...lines)).rejects.toThrow(why);
});
