/** What is said of something that stands before it is one claim only where that is the same. */
import type { Comment } from '../../../../activities/report/model';
import { analyse } from './analyse';
import { analyserOfWords } from './wordVectors';

/** How many people each claim in these words has. */
async function peopleFor(words: string, lang: string, texts: readonly string[]): Promise<number[]> {
  const comments = texts.map((text, at): Comment => ({ id: `c${at}`, speaker: `Person ${at}`, text, lang }));
  const { sorted } = await analyse(analyserOfWords(), comments);
  const claims = sorted.flatMap(({ subtopics }) => subtopics.flatMap((subtopic) => subtopic.claims));
  const own = claims.filter(({ text, similar }) => [text, ...similar.map((other) => other.text)].includes(words));
  return own.map(({ similar }) => similar.length + 1).toSorted((a, b) => a - b);
}

/** Two things, and what may be said of either. */
const SAID: readonly (readonly [lang: string, one: string, other: string, leaning: string])[] = [
  ['en', 'The cable monopoly is far too expensive.', 'County residents have no vote in the city.', 'Needs to change!'],
  ['en', 'The buses are late every day.', 'The library is closed on Sundays.', 'This has to stop now.'],
  ['en', 'The buses are late every day.', 'The library is closed on Sundays.', 'I do not agree with that.'],
  ['de', 'Die Busse kommen jeden Tag zu spät.', 'Die Bücherei ist am Sonntag geschlossen.', 'Das ist ein Skandal.'],
  [
    'fr',
    'Les bus sont en retard tous les jours.',
    'La bibliothèque est fermée le dimanche.',
    'C’est un vrai scandale.',
  ],
  ['es', 'Los autobuses llegan tarde todos los días.', 'La biblioteca cierra los domingos.', 'Esto tiene que cambiar.'],
  ['it', 'Gli autobus sono sempre in ritardo.', 'La biblioteca è chiusa la domenica.', 'Questo deve cambiare subito.'],
  ['pt', 'Os autocarros chegam sempre atrasados.', 'A biblioteca fecha ao domingo.', 'Isto tem de mudar.'],
  ['nl', 'De bussen zijn altijd te laat.', 'De bibliotheek is op zondag gesloten.', 'Dit moet echt veranderen.'],
  ['pl', 'Autobusy zawsze się spóźniają.', 'Biblioteka jest zamknięta w niedzielę.', 'To musi się zmienić.'],
  ['ru', 'Автобусы всегда опаздывают на час.', 'Библиотека закрыта по воскресеньям.', 'Это надо срочно изменить.'],
  ['tr', 'Otobüsler her gün geç kalıyor.', 'Kütüphane pazar günleri kapalı.', 'Bu hemen değişmeli artık.'],
  ['ar', 'الحافلات تتأخر كل يوم.', 'المكتبة مغلقة يوم الأحد.', 'هذا يجب أن يتغير.'],
  ['ja', 'バスは毎日遅れています。', '図書館は日曜日に閉まっています。', 'これは変えるべきです。'],
  ['ko', '버스가 매일 늦게 옵니다.', '도서관은 일요일에 문을 닫습니다.', '이것은 바뀌어야 합니다.'],
  ['zh', '公車每天都遲到。', '圖書館星期日不開門。', '這必須馬上改變。'],
  ['th', 'รถเมล์มาสายทุกวัน', 'ห้องสมุดปิดวันอาทิตย์', 'นี่ต้องเปลี่ยนแปลงทันที'],
];

it.each(SAID)('in %s, of %s and of %s: %s', async (lang, one, other, leaning) => {
  const joint = lang === 'th' ? '\n' : ' ';
  const of = (thing: string): string => `${thing}${joint}${leaning}`;
  expect(await peopleFor(leaning, lang, [of(one), of(other)])).toEqual([1, 1]);
  expect(await peopleFor(leaning, lang, [of(one), of(one), of(other)])).toEqual([1, 2]);
});

it('what names its matter is one claim wherever it stands', async () => {
  const wish = 'The bus should be free.';
  const texts = [`The library is lovely in winter. ${wish}`, `I walk to work every day. ${wish}`, wish];
  expect(await peopleFor(wish, 'en', texts)).toEqual([3]);
});

it('what leans on nothing is one claim, as it is all that was said', async () => {
  const words = 'This is a very good idea.';
  expect(await peopleFor(words, 'en', [words, words, `The bus is late. ${words}`])).toEqual([1, 2]);
});
