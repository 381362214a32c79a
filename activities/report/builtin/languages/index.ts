import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { ara, deu, eng, fra, ita, jpn, kor, nld, pol, por, rus, spa, tha, tur, zho } from 'stopword';

/** What is known of a language that the encoder knows. */
export interface Language {
  /** Words that say nothing by themselves, in small letters. */
  readonly stop: ReadonlySet<string>;
  /** What the forms of one word have in common. */
  readonly stem: (word: string) => string;
  /** Whether it is written with spaces between words. */
  readonly spaced: boolean;
}

const same = (word: string): string => word;
/** Endings that tell the part of a Korean word in its sentence. */
const KOREAN_ENDING = /(?:에서|으로|에게|까지|부터|은|는|이|가|을|를|에|의|도|로|와|과)$/u;
const korean = (word: string): string => (word.length > 2 ? word.replace(KOREAN_ENDING, '') : word);

/** Chinese words that say nothing by themselves and that the package lacks, which knows simplified letters only. */
const CHINESE =
  '一個 一个 一些 一樣 一样 這個 这个 那個 那个 這些 这些 這樣 这样 那些 我們 我们 你們 你们 他們 他们 大家 自己 我認為 认为 認為 覺得 觉得 希望 應該 应该 應 可以 可能 必須 必须 需要 想要 不要 不能 不會 不会 不是 不用 ' +
  '沒有 没有 有人 我有 還是 还是 還有 还有 就是 就像 只是 只要 只有 但是 但 因為 因为 因此 所以 如果 若 而且 或者 或是 以及 並 並且 而 與 於 為 對 會 說 來 時 這 們 沒 還 嗎 與其 其實 其实 其他 其它 屬於 属于 ' +
  '什麼 什么 怎麼 怎么 如何 為何 為什麼 为什么 現在 现在 目前 現有 现有 已經 已经 今天 時候 时候 比較 比较 非常 很多 更多 太 比 讓 让 使 使用 通過 通过 根據 根据 依 依法 關於 关于 對於 对于 由於 由于 之後 之后 之前 ' +
  '以後 以后 以前 開始 开始 可是 不過 不过 雖然 虽然 當然 当然 都是 也是 也有 才能 才是 無法 无法 能夠 能够 同意 反對 反对 支持 贊成 赞成 問題 问题 東西 东西 事情 方面 部分 部份 進行 进行 提供 類似 类似 合理';

function language(stop: readonly string[], stem = same, spaced = true): Language {
  return { stop: new Set(stop.map((word) => word.toLowerCase())), stem, spaced };
}

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['ar', language(ara, arabic)],
  ['de', language(deu, german)],
  ['en', language(eng)],
  ['es', language(spa, spanish)],
  ['fr', language(fra, french)],
  ['it', language(ita, italian)],
  ['ja', language(jpn, same, false)],
  ['ko', language(kor, korean)],
  ['nl', language(nld, dutch)],
  ['pl', language(pol)],
  ['pt', language(por, portuguese)],
  ['ru', language(rus, russian)],
  ['th', language(tha, same, false)],
  ['tr', language(tur, turkish)],
  ['zh', language([...zho, ...CHINESE.split(' ')], same, false)],
]);

/** By its code (`de`, `zh-Hant`); undefined for one that the encoder does not know. */
export function languageFor(code: string): Language | undefined {
  return LANGUAGES.get(code.split('-')[0] ?? code);
}

export const ENGLISH = 'en';

const segmenters = new Map<string, Intl.Segmenter>();

/** Cuts texts of a language into words or sentences by the rules of Unicode. */
export function segmenterOf(code: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  const key = `${code} ${granularity}`;
  const segmenter = segmenters.get(key) ?? new Intl.Segmenter(code, { granularity });
  segmenters.set(key, segmenter);
  return segmenter;
}
