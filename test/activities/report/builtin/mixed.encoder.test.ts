/** Files in several languages, with the encoder itself: a subject is one topic whatever it is said in, and nobody is lost for it. */
import { inlineAnalyser } from '../../../../activities/report/builtin/inline';
import { reportFrom, type Made } from '../fromFile';

/** What people of one town say on one thing, each in a language of his own. */
const SUBJECTS = {
  buses: [
    ['en', 'We need more buses in the evening, the last one leaves at eight.'],
    ['en', 'The night bus should run until midnight.'],
    ['de', 'Am Abend brauchen wir mehr Busse, der letzte fährt schon um acht.'],
    ['de', 'Der Nachtbus sollte bis Mitternacht fahren.'],
    ['fr', 'Il faut plus de bus le soir, le dernier part à huit heures.'],
    ['es', 'Hacen falta más autobuses por la noche, el último sale a las ocho.'],
    ['ja', '夜のバスをもっと増やしてほしい。最終バスは八時に出てしまいます。'],
    ['ar', 'نحتاج إلى المزيد من الحافلات في المساء لأن آخر حافلة تغادر في الثامنة.'],
  ],
  trees: [
    ['en', 'Plant more trees in the park instead of another car park.'],
    ['en', 'The trees in the park need water in summer.'],
    ['de', 'Pflanzen Sie mehr Bäume im Park statt noch einen Parkplatz zu bauen.'],
    ['de', 'Die Bäume im Park brauchen im Sommer Wasser.'],
    ['fr', 'Plantez davantage d’arbres dans le parc au lieu d’un parking.'],
    ['es', 'Hay que plantar más árboles en el parque en lugar de otro aparcamiento.'],
    ['ja', '駐車場ではなく、公園にもっと木を植えてください。'],
    ['ar', 'ازرعوا المزيد من الأشجار في الحديقة بدلا من موقف سيارات آخر.'],
  ],
  library: [
    ['en', 'The library should stay open until seven in the evening.'],
    ['en', 'Do not close the library on Mondays.'],
    ['de', 'Die Bibliothek sollte bis sieben Uhr abends geöffnet bleiben.'],
    ['de', 'Schließen Sie die Bibliothek nicht am Montag.'],
    ['fr', 'La bibliothèque devrait rester ouverte jusqu’à sept heures du soir.'],
    ['es', 'La biblioteca debería estar abierta hasta las siete de la tarde.'],
    ['ja', '図書館は夜七時まで開けてほしいです。'],
    ['ar', 'يجب أن تبقى المكتبة مفتوحة حتى السابعة مساء.'],
  ],
} as const;

const JAPANESE = [
  '水車通りの新しいバスレーンのおかげで通勤時間が十分短くなりました。',
  '中心部の駐車料金は小さな商店を苦しめています。',
  '公園には駐車場ではなくもっと木を植えてください。',
  '図書館は働く人のために夜七時まで開けてほしいです。',
  '自転車道は歩道と分けて歩行者の安全を守るべきです。',
  '毎週末、城通りのごみ箱の横にごみが放置されています。',
];

const csv = (rows: readonly (readonly [id: string, text: string])[]): string =>
  ['id,comment', ...rows.map(([id, text]) => `${id},"${text}"`)].join('\n');

const report = (rows: Parameters<typeof csv>[0]): Promise<Made> => reportFrom(inlineAnalyser(), csv(rows));

const heads = ({ topics }: Made) => topics.flatMap(({ subtopics }) => subtopics.flatMap(({ claims }) => claims));

/** The topics in which the claims of each subject stand. */
function placesOf({ topics }: Made): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const { id, subtopics } of topics)
    for (const { comment } of subtopics.flatMap(({ claims }) => claims.flatMap((claim) => [claim, ...claim.similar]))) {
      const [subject = ''] = comment.split('-');
      places.set(subject, (places.get(subject) ?? new Set()).add(id));
    }
  return places;
}

it('one subject in six languages is one topic, and other subjects are others', async () => {
  const rows = Object.entries(SUBJECTS).flatMap(([subject, said]) =>
    said.map(([lang, text], at) => [`${subject}-${lang}-${at}`, text] as const),
  );
  const made = await report(rows);
  expect(made.ledger.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  const places = placesOf(made);
  for (const [subject, topics] of places) expect([subject, topics.size]).toEqual([subject, 1]);
  expect(new Set([...places.values()].flatMap((topics) => [...topics])).size).toBe(3);
});

it('six different Japanese comments are six claims, each of one person', async () => {
  const made = await report(JAPANESE.map((text, at) => [`${at}`, text]));
  expect(
    heads(made)
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(JAPANESE.toSorted());
  expect(heads(made).flatMap(({ similar }) => similar)).toEqual([]);
  expect(made.comments.map(({ lang }) => lang)).toEqual(JAPANESE.map(() => 'ja'));
});

const ENGLISH = Object.values(SUBJECTS).flatMap((said) =>
  Array.from({ length: 4 }, (_, round) =>
    said.flatMap(([lang, text]) =>
      lang === 'en' ? [`${text} ${['', 'Please.', 'Thank you.', 'I mean it.'][round]}`] : [],
    ),
  ).flat(),
);

it.each([
  ['de', undefined],
  ['ar', 'rtl'],
  ['ja', undefined],
])('a few comments in %s in an English file are kept, each by itself and shown in its language', async (lang, dir) => {
  const few = Object.values(SUBJECTS).flatMap((said) => said.flatMap(([of, text]) => (of === lang ? [text] : [])));
  const made = await report([
    ...ENGLISH.map((text, at) => [`e${at}`, text] as const),
    ...few.map((text, at) => [`m${at}`, text] as const),
  ]);
  expect(made.ledger.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  const own = made.comments.filter(({ id }) => id.startsWith('m'));
  expect(own.map((comment) => comment.lang)).toEqual(few.map(() => lang));
  expect(made.comments.filter(({ lang: of }) => of === 'en')).toHaveLength(ENGLISH.length);
  const claims = heads(made).filter(({ comment }) => comment.startsWith('m'));
  expect(new Set(claims.map(({ comment }) => comment)).size).toBe(few.length);
  for (const { text, similar } of claims) {
    expect([text, similar]).toEqual([text, []]);
    expect(made.files.page).toContain(
      `<p class="words" lang="${lang}"${dir === undefined ? '' : ` dir="${dir}"`}>${text}</p>`,
    );
  }
  expect(made.files.page).toContain('<html lang="en">');
});
