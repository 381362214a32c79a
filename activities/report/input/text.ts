/** A cell becomes the text that a person wrote, and is judged whether it says anything. */
import { Parser } from 'htmlparser2';

/** Tags that editors of web forms write; "x < y" and "<3" are none of them. */
const TAG =
  /<\/?(?:p|br|div|span|strong|b|i|u|s|em|a|ul|ol|li|h[1-6]|table|tr|td|th|tbody|blockquote|font|img|hr|pre|code|sub|sup|script|style|figure|section|article|small|mark|dl|dt|dd)(?:\s[^<>]*)?\/?>/i;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|nbsp|amp|lt|gt|quot|apos|[a-z]{2,8});/i;
const BLOCKS = new Set(
  'p br div ul ol li h1 h2 h3 h4 h5 h6 table tr blockquote hr pre section article dl dt dd'.split(' '),
);
const SILENT = new Set(['script', 'style']);

/**
 * The text without markup and without characters that are not seen or that turn others around: tags and entities are decoded, spaces
 * of all widths become spaces, controls and marks of direction go. What joins emoji and letters (ZWJ, ZWNJ) stays.
 */
export function cleanText(cell: string): string {
  const text = TAG.test(cell) || ENTITY.test(cell) ? withoutMarkup(cell) : cell;
  return text
    .replace(/[\ud800-\udfff]/gu, '\uFFFD')
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g, ' ')
    .replace(/[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu, (char: string) =>
      char === '\n' ? char : '',
    )
    .replace(/ +\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutMarkup(html: string): string {
  let [text, silent] = ['', 0];
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (SILENT.has(name)) silent += 1;
        if (BLOCKS.has(name)) text += '\n';
      },
      ontext: (part) => {
        if (silent === 0) text += part;
      },
      onclosetag: (name) => {
        if (SILENT.has(name)) silent -= 1;
        if (BLOCKS.has(name)) text += '\n';
      },
    },
    { decodeEntities: true },
  );
  parser.write(TAG.test(html) ? html : html.replaceAll('<', '&lt;'));
  parser.end();
  return text.replace(/[ \t]*\n\s*/g, '\n');
}

/** What people write who have nothing to say; compared without capitals, accents and punctuation. */
const NOTHING = new Set(
  `n a|na|nil|none|nope|no|yes|yep|yeah|ok|okay|nothing|nothing to add|nothing else|nothing more|no comment|no comments|no comment s|
  no further comment|no further comments|no answer|no response|no opinion|none at all|not applicable|not sure|unsure|dont know|don t know|
  i don t know|idk|do not know|no idea|see above|as above|same|same as above|ditto|see previous|see attached|tbc|tbd|x|xx|xxx|blank|
  no thanks|no thank you|thanks|thank you|not at this time|nothing at this time|no statement|no reply|null|undefined|nan|
  maybe|perhaps|agree|agreed|i agree|yes i agree|highly agree|strongly agree|disagree|i disagree|strongly disagree|hello|hi|hey|comment|
  vielleicht|hallo|ich stimme zu|stimme zu|stimme nicht zu|bin dafür|bin dagegen|peut etre|bonjour|d accord|pas d accord|quizas|hola|de acuerdo|
  nein|ja|nichts|keine|keine angabe|k a|kein kommentar|keine anmerkung|keine anmerkungen|keine meinung|weiss nicht|weiß nicht|siehe oben|
  non|oui|rien|rien a ajouter|rien a signaler|ras|aucun|aucune|aucun commentaire|pas de commentaire|sans avis|sans opinion|ne sait pas|
  si|nada|ninguno|ninguna|sin comentarios|sin comentario|no se|ns nc|sin opinion|niente|nessuno|nessun commento|non so|
  nenhum|nenhuma|sem comentario|sem comentarios|nao sei|nee|niets|geen|geen opmerking|geen opmerkingen|geen mening|nvt|n v t|
  nie|brak|brak uwag|nej|inget|inga kommentarer|ingen kommentar|ei|ei kommentteja|
  なし|特になし|特にありません|ありません|ない|特にない|はい|いいえ|无|無|没有|沒有|无意见|無意見|없음|없습니다`
    .split('|')
    .map((words) => bare(words)),
);
const TESTS = new Set(
  'test|testing|test test|this is a test|test comment|test 123|testing 123|testing testing|test test test|just testing|asdf|asdfasdf|asdf asdf|qwerty|qwertz|lorem ipsum|abc|abcd|foo|bar|foo bar|hello world|dies ist ein test|ceci est un test|esto es una prueba|prueba|テスト'
    .split('|')
    .map((words) => bare(words)),
);

function bare(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const ADDRESSES = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+|\[[A-Z]{2,8}\]/gi;
const RATING =
  /^(?:\D{0,3}\d[\d.,]*\s*(?:\/|of|out of|von|sur|de)\s*\d+|[\d\s.,/%+\-–()#*★☆]+|\d[\d.,]*\s*(?:stars?|points?|pts|sterne?|etoiles?|étoiles?|punkte?|%))[.!]*$/i;

/** Nobody needs so many to say nothing, but for addresses and emoji. */
const MAX_SILENT_CHARACTERS = 120;

/** Why a text says nothing that could be counted; undefined where it says something, be it one word. */
export function saysNothing(text: string): string | undefined {
  if (text === '') return 'empty comment';
  if (text.length > MAX_SILENT_CHARACTERS && !text.includes('://') && /\p{L}{3,} +\p{L}/u.test(text)) return undefined;
  if (RATING.test(text) && /\d/.test(text)) return 'a number only: a rating says nothing without its question';
  const words = bare(text.replace(ADDRESSES, ' '));
  if (words === '' && bare(text) !== '') return 'an address only';
  if (bare(text) === '') return /\p{Extended_Pictographic}/u.test(text) ? 'emoji only' : 'no answer: no letters';
  if (NOTHING.has(bare(text))) return `no answer: "${text.slice(0, 40)}"`;
  if (TESTS.has(bare(text)) || isMashing(words)) return 'a test, no comment';
  return undefined;
}

/** One letter again and again, or the rows of a keyboard; "test" may stand before them, or before a number. */
function isMashing(words: string): boolean {
  const joined = words.replaceAll(' ', '');
  if (
    /^(.)\1{3,}$/u.test(joined) ||
    /^(?:asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|yxcv|zxcv){1,}[a-z]{0,3}$/.test(joined)
  )
    return true;
  if (DATED_TEST.test(words)) return true;
  const [first = '', ...rest] = words.split(' ');
  if (/^test(?:s|ing)?$/.test(first) && rest.length > 0) return rest.every((word) => isNumber(word) || isMashed(word));
  const said = words.split(' ').filter((word) => word.length > 2);
  return said.length > 0 && said.every(isMashed);
}

/** "test French October 17": what its author tried, and when. */
const DATED_TEST =
  /^test(?: [\p{L}\p{N}]+){0,2} (?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?) \d{1,4}$/u;
const isNumber = (word: string): boolean => /^\d+$/.test(word) || (/\d{2}/.test(word) && word.length > 4);

/** No language has words of so many of these alone, unless somebody hums or hushes. */
const NO_VOWEL = /^[bcdfghjkmnpqstvwxz]{5,}$/;
/** Keys where eight fingers lie, in an order in which no language has them: one such pair may be in a word ("Fjäll"). */
const HOME_ROW = /^[asdfghjklio]{5,}$/;
const BESIDE = /(?=jf|fj|jd|dj|js|sj|jk|kj|jg|df|fd|sd|ds|kd|dk)/g;
const MASHED_PAIRS = 2;

function isMashed(word: string): boolean {
  return NO_VOWEL.test(word) || (HOME_ROW.test(word) && (word.match(BESIDE)?.length ?? 0) >= MASHED_PAIRS);
}
