/** Small reports of what people write in other languages: each claim in its own, some from right to left. */
import type { Comment, SortedTopic } from '../../activities/report/model';
import type { ReportParts } from '../../activities/report/render/report';
import { parts, whole } from '../activities/report/render/trees';

type Said = readonly [lang: string, text: string];

const GERMAN: readonly Said[] = [
  ['de', 'Der Nachtbus muss bis zum Hafen fahren. Ich arbeite spät.'],
  ['de', 'Die Fahrpreise sind für Familien viel zu hoch.'],
  ['de', 'Die Verkehrsinfrastrukturfinanzierungsgesellschaft soll Radwege bauen.'],
  ['de', 'Am Bahnhof fehlen Bäume und Bänke.'],
];
const CHINESE: readonly Said[] = [
  ['zh', '夜班公交應該開到港口。我很晚才下班。'],
  ['zh', '票價對有小孩的家庭來說太貴了。'],
  ['zh', '車站前面需要更多的樹和長椅。'],
  ['zh', '橋上應該有安全的自行車道。'],
];
const ARABIC: readonly Said[] = [
  ['ar', 'يجب أن تصل الحافلة الليلية إلى الميناء. أعمل حتى وقت متأخر.'],
  ['ar', 'أسعار التذاكر مرتفعة جدا على العائلات.'],
  ['ar', 'نريد المزيد من الأشجار قرب المحطة.'],
  ['ar', 'نحتاج إلى طريق آمن للدراجات على الجسر.'],
];
const JAPANESE: readonly Said[] = [
  ['ja', '夜行バスは港まで走るべきです。私は遅くまで働いています。'],
  ['ja', '運賃は家族にとって高すぎます。'],
  ['ja', '駅前にもっと木とベンチが必要です。'],
  ['ja', '橋に安全な自転車道を作ってください。'],
];

/** A report of one topic of these, with all that a page has: similar and related claims, parts of comments, a crux, a row left out. */
function spoken(language: string, title: string, said: readonly Said[]): ReportParts {
  const comments = said.map(([lang, text], at): Comment => ({ id: `${at}`, text, speaker: `Zoë ${at}`, lang }));
  const claims = comments.map((comment, at) => {
    const end = Math.max(comment.text.search(/[.。]/u) + 1, 1);
    const of = { ...whole(comment), end, text: comment.text.slice(0, end), similar: [] };
    return at === 2 ? { ...of, relatedTo: `claim-${comments[0]?.id}` } : of;
  });
  const [, second] = claims;
  const topics: SortedTopic[] = [
    { id: 't', title, description: title, subtopics: [{ id: 's', title, description: title, claims }] },
  ];
  return parts({
    language,
    title,
    topics,
    comments,
    summaries: [{ topic: 't', text: `“${second?.text}” (2)` }],
    cruxes: [
      {
        topic: 't',
        subtopic: 's',
        claim: 'claim-1',
        text: second?.text ?? '',
        basis: 'polarity',
        agree: ['Zoë 1'],
        disagree: ['Zoë 2'],
        agreeCount: 1,
        disagreeCount: 1,
        controversy: 1,
        explanation: 'One says too high, one says fine.',
      },
    ],
    ledger: [
      ...comments.map(({ id }) => ({ input: id, outcome: 'ok' as const })),
      { input: 'row 5', outcome: 'skipped', reason: 'empty comment' },
    ],
  });
}

/** By what they show. A page speaks the language of its report where it has a table of it. */
export const REPORTS: readonly (readonly [what: string, report: ReportParts])[] = [
  ['German', spoken('de', 'Nachtbus und Bäume', GERMAN)],
  ['Chinese', spoken('zh', '夜班公交與樹木', CHINESE)],
  ['Japanese', spoken('ja', '夜行バスと木', JAPANESE)],
  ['Arabic, from right to left', spoken('ar', 'الحافلة الليلية والأشجار', ARABIC)],
  [
    'several languages side by side',
    spoken(
      'en',
      'The night bus',
      [GERMAN, CHINESE, ARABIC, JAPANESE].flatMap((all) => all.slice(0, 2)),
    ),
  ],
];
