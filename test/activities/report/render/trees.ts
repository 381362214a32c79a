import fc from 'fast-check';
import type { Claim, Comment, LedgerEntry, SortedTopic } from '../../../../activities/report/model';
import type { ReportParts } from '../../../../activities/report/render/report';

/** Names that misbehave as object keys, as ids or as markup; topics may share their subtopics' ids and titles. */
const names = fc.constantFrom('__proto__', '12', '2', 'constructor', 'Buses', '<b>Buses</b>', 'Köln “A” & B');
const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom('</script>', '“quoted”'),
);

interface Seed {
  texts: {
    text: string;
    speaker: string;
    cuts: { from: number; to: number; topic: number; subtopic: number; nest: boolean }[];
  }[];
  titles: { title: string; subtopics: string[] }[];
  skipped: string[];
}

const seeds: fc.Arbitrary<Seed> = fc.record({
  texts: fc.array(
    fc.record({
      text: word,
      speaker: fc.constantFrom('Ana', 'Ben', '__proto__', 'Zoë', 'c10', 'c2'),
      cuts: fc.array(
        fc.record({ from: fc.nat(30), to: fc.nat(30), topic: fc.nat(9), subtopic: fc.nat(4), nest: fc.boolean() }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 12 },
  ),
  titles: fc.array(fc.record({ title: names, subtopics: fc.array(names, { minLength: 1, maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 11,
  }),
  skipped: fc.array(fc.constantFrom('empty comment', 'too short to mean anything', 'duplicate id: row 3'), {
    maxLength: 4,
  }),
});

function grow(seed: Seed): ReportParts {
  const comments: Comment[] = seed.texts.map(({ text, speaker }, i) => ({ id: `c${i}`, text, speaker }));
  const topics: SortedTopic[] = seed.titles.map(({ title, subtopics }, t) => ({
    id: `t${t}`,
    title,
    description: `About ${title}`,
    subtopics: subtopics.map((s, i) => ({ id: `s${i}`, title: s, description: `About ${s}`, claims: [] })),
  }));
  seed.texts.forEach(({ text, speaker, cuts }, c) =>
    cuts.forEach((cut, k) => {
      const topic = topics[cut.topic % topics.length];
      const subtopic = topic?.subtopics[cut.subtopic % topic.subtopics.length];
      if (!topic || !subtopic) return;
      const [start = 0, end = 0] = [cut.from % (text.length + 1), cut.to % (text.length + 1)].sort((a, b) => a - b);
      const claim: Claim = {
        id: `k${c}-${k}`,
        comment: `c${c}`,
        speaker,
        topic: topic.id,
        subtopic: subtopic.id,
        start,
        end,
        text: text.slice(start, end),
      };
      const primary = subtopic.claims.at(-1);
      if (cut.nest && primary) primary.similar.push(claim);
      else subtopic.claims.push({ ...claim, similar: [] });
    }),
  );
  const ledger: LedgerEntry[] = [
    ...comments.map((c): LedgerEntry => ({ input: c.id, outcome: 'ok' })),
    ...seed.skipped.map((reason, i): LedgerEntry => ({ input: `row ${i}`, outcome: 'skipped', reason })),
  ];
  return parts({ topics, comments, ledger });
}

/** Everything a report is built from, with small defaults. */
export const parts = (given: Partial<ReportParts>): ReportParts => ({
  title: 'A town',
  description: 'What people said',
  date: '2026-01-02T03:04:05.000Z',
  topics: [],
  summaries: [],
  cruxes: [],
  comments: [],
  ledger: [],
  analyser: 'builtin',
  durationMs: 10,
  ...given,
});

/** Generated reports: claims are true spans, every comment is in the ledger once. */
export const reportParts: fc.Arbitrary<ReportParts> = seeds.map(grow);

/** A whole comment as a claim of its own, in topic `t`, subtopic `s`. */
export const whole = (comment: Comment): Claim => ({
  id: `claim-${comment.id}`,
  comment: comment.id,
  speaker: comment.speaker,
  topic: 't',
  subtopic: 's',
  start: 0,
  end: comment.text.length,
  text: comment.text,
});

/** One topic with one subtopic holding these comments, each as a claim. */
export const oneTopic = (comments: readonly Comment[], title = 'Topic'): SortedTopic => ({
  id: 't',
  title,
  description: 'All about it',
  subtopics: [
    {
      id: 's',
      title: 'Subtopic',
      description: 'A part of it',
      claims: comments.map((c) => ({ ...whole(c), similar: [] })),
    },
  ],
});
