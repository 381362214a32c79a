/** A report as the steps before publishing would give it: small, with every part. */
import type { Claim, Comment, Crux, LedgerEntry, SortedTopic } from '../../activities/report/model';
import { renderReport } from '../../activities/report/render/html';
import { buildReport, type ReportParts } from '../../activities/report/render/report';
import { parts, whole } from '../activities/report/render/trees';

export const render = (given: ReportParts): string => renderReport(buildReport(given), given.ledger);

const comment = (id: string, speaker: string, text: string): Comment => ({ id, speaker, text });

const COMMENTS = {
  night: comment('m1', 'Ana', 'I work late. The night bus must come back to the harbour.'),
  late: comment('m2', 'Zoë', 'Bring back the night bus.'),
  fare: comment('m3', 'Ben', 'Bus fares are too high for families.'),
  cheap: comment('m4', 'Cid', 'Fares are fine as they are.'),
  park: comment('m5', 'Dora', 'The park needs a café and more trees.'),
  trees: comment('m6', 'Ana', 'Plant trees along Mill Lane.'),
};

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
        claims: [alone(COMMENTS.fare), alone(COMMENTS.cheap)],
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

const LEDGER: LedgerEntry[] = [
  ...Object.values(COMMENTS).map((c): LedgerEntry => ({ input: c.id, outcome: 'ok' })),
  { input: 'row 8', outcome: 'skipped', reason: 'empty comment' },
];

/** Six comments with everything a report can have: a folded similar claim, context, a named crux, a skipped row. */
export const small: ReportParts = parts({
  title: 'Buses and parks',
  description: 'What people said about buses and parks.',
  topics: TOPICS,
  summaries: [{ topic: 'buses', text: 'People want later buses.' }],
  cruxes: [FARES],
  comments: Object.values(COMMENTS),
  ledger: LEDGER,
});
