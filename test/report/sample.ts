/** Reports as the steps before publishing would give them: a small one of every part, and one as large as is asked for. */
import type { Claim, Comment, Crux, LedgerEntry, SortedTopic } from '../../activities/report/model';
import { renderReport } from '../../activities/report/render/html';
import { buildReport, type ReportParts } from '../../activities/report/render/report';
import { parts, whole } from '../activities/report/render/trees';

export const render = (given: ReportParts): string => renderReport(buildReport(given), given.ledger, given.groups);

const comment = (id: string, speaker: string, text: string): Comment => ({ id, speaker, text });

const COMMENTS = {
  night: comment('m1', 'Ana', 'I work late. The night bus must come back to the harbour.'),
  late: comment('m2', 'Zoë', 'Bring back the night bus.'),
  fare: comment('m3', 'Ben', 'Bus fares are too high for families.'),
  cheap: comment('m4', 'Cid', 'Fares are fine as they are.'),
  park: comment('m5', 'Dora', 'The park needs a café and more trees.'),
  trees: comment('m6', 'Ana', 'Plant trees along Mill Lane.'),
};

/** More than a subtopic shows before it folds the rest. */
const STREETS = Array.from({ length: 10 }, (_, i) =>
  comment(`s${i}`, `Neighbour ${i}`, `Mend the pavement of street ${i}.`),
);

const claim = (of: Comment, text = of.text): Claim => {
  const start = of.text.indexOf(text);
  return { ...whole(of), start, end: start + text.length, text };
};
const alone = (of: Comment): Claim & { similar: Claim[] } => ({ ...claim(of), similar: [] });

const TOPICS: SortedTopic[] = [
  {
    id: 'buses',
    title: 'Buses',
    description: 'Later and cheaper buses.',
    subtopics: [
      {
        id: 'hours',
        title: 'Hours',
        description: 'When buses run.',
        claims: [
          { ...claim(COMMENTS.night, 'The night bus must come back to the harbour.'), similar: [claim(COMMENTS.late)] },
        ],
      },
      {
        id: 'fares',
        title: 'Fares',
        description: 'What buses cost.',
        claims: [alone(COMMENTS.fare), { ...alone(COMMENTS.cheap), relatedTo: claim(COMMENTS.fare).id }],
      },
    ],
  },
  {
    id: 'parks',
    title: 'Parks',
    description: 'Green places.',
    subtopics: [
      {
        id: 'parks',
        title: 'Parks',
        description: 'Green places.',
        claims: [alone(COMMENTS.park), alone(COMMENTS.trees)],
      },
    ],
  },
  {
    id: 'streets',
    title: 'Streets',
    description: 'Pavements.',
    subtopics: [{ id: 'repair', title: 'Repair', description: 'Holes.', claims: STREETS.map((c) => alone(c)) }],
  },
];

const FARES: Crux = {
  topic: 'buses',
  subtopic: 'fares',
  claim: 'claim-m3',
  text: 'Bus fares are too high for families.',
  basis: 'polarity',
  agree: ['Ben'],
  disagree: ['Cid'],
  agreeCount: 1,
  disagreeCount: 1,
  controversy: 1,
  explanation: 'One says too high, one says fine.',
};

const ALL = [...Object.values(COMMENTS), ...STREETS];

const LEDGER: LedgerEntry[] = [
  ...ALL.map((c): LedgerEntry => ({ input: c.id, outcome: 'ok' })),
  { input: 'row 18', outcome: 'skipped', reason: 'empty comment' },
];

/** All a report can have: a claim that says the same, a related one, context, more claims than are shown at once, a named crux, a skipped row. */
export const small: ReportParts = parts({
  title: 'Buses and parks',
  description: 'What people said about buses and parks.',
  topics: TOPICS,
  summaries: [{ topic: 'buses', text: 'People want later buses.' }],
  cruxes: [FARES],
  comments: ALL,
  ledger: LEDGER,
});

/** The small report with this word in every place. */
export function longWords(word: string): ReportParts {
  const text = (id: string): string => `${word} ${id}. ${word}!`;
  const comments = ALL.map((c) => ({ ...c, text: text(c.id), speaker: `${word} ${c.speaker}` }));
  const of = new Map(comments.map((c) => [c.id, c]));
  const again = (old: Claim): Claim => {
    const own = of.get(old.comment) ?? COMMENTS.night;
    return { ...claim(own, `${word} ${own.id}.`), speaker: own.speaker };
  };
  const named = <T extends { title: string; description: string }>(thing: T): T => ({
    ...thing,
    title: `${word} ${thing.title}`,
    description: word,
  });
  return {
    ...small,
    title: word,
    comments,
    topics: TOPICS.map((topic) => ({
      ...named(topic),
      subtopics: topic.subtopics.map((s) => ({
        ...named(s),
        claims: s.claims.map((c) => ({ ...c, ...again(c), similar: c.similar.map(again) })),
      })),
    })),
    summaries: [{ topic: 'buses', text: word }],
    cruxes: [{ ...FARES, text: word, explanation: word, agree: [`${word} Ben`], disagree: [`${word} Cid`] }],
    ledger: [...LEDGER, { input: word, outcome: 'failed', reason: word }],
  };
}

const WORDS = 'the council should plan more night buses and safer roads near every school before winter comes'.split(
  ' ',
);

/** Comments of 130 characters, each with one claim for a half of it: 20 topics of 5 subtopics, every fourth claim folded. */
export const large = (total: number): ReportParts => town(total, 1);

/** The same of 230 characters, with a claim for each of its three sentences. */
export const talkative = (total: number): ReportParts => town(total, 3);

function town(total: number, claimsEach: 1 | 3): ReportParts {
  const comments = Array.from({ length: total }, (_, i) => {
    const half = (from: number): string =>
      Array.from({ length: 11 }, (__, w) => WORDS[(i * 7 + from + w * (1 + (i % 5))) % WORDS.length]).join(' ');
    const text = `Claim ${i} says ${half(0)}. It adds ${half(3)}.`;
    const whole = claimsEach === 1 ? text : `${text} And ${half(5)} ${half(8)}`.slice(0, 229) + '.';
    return comment(`c${i}`, `Speaker ${i % Math.ceil(total / 2)}`, whole);
  });
  const topics = Array.from({ length: 20 }, (_, t) => ({
    id: `t${t}`,
    title: `Topic ${t}`,
    description: `About topic ${t}.`,
    subtopics: Array.from({ length: 5 }, (__, s) => ({
      id: `s${s}`,
      title: `Part ${s}`,
      description: `Part ${s} of topic ${t}.`,
      claims: [] as (Claim & { similar: Claim[] })[],
    })),
  }));
  comments.forEach((c, i) => {
    const claims = topics[i % 20]?.subtopics[Math.floor(i / 20) % 5]?.claims ?? [];
    const sentences = c.text.split(/(?<=\.) /);
    sentences.slice(0, claimsEach).forEach((sentence, at) => {
      const made = { ...claim(c, sentence), id: `claim-${c.id}-${at}` };
      const primary = claims.at(-1);
      if (i % 4 === 3 && primary) primary.similar.push(made);
      else claims.push({ ...made, similar: [] });
    });
  });
  const cruxes = Array.from({ length: 100 }, (_, i) => ({
    ...FARES,
    topic: `t${i % 20}`,
    subtopic: `s${i % 5}`,
    text: `Statement ${i} divides people.`,
    agree: [`Speaker ${i}`, `Speaker ${i + 1}`],
    disagree: [`Speaker ${i + 2}`],
  }));
  const ledger = comments.map((c): LedgerEntry => ({ input: c.id, outcome: 'ok' }));
  return parts({ title: `${total} comments`, topics, comments, ledger, cruxes });
}
