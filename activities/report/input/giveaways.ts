/** Which encoding bytes are in that are no UTF-8, told by what they look like in Windows-1252, which reads any bytes. */

/** Of a text in another script this share of its letters stand three and more together; in Western text hardly two do ("créée"). */
const FOREIGN_SHARE = 0.4;
const HIGH = /[^\p{ASCII}\s]/gu;
const HIGH_RUN = /[^\p{ASCII}\s]{3,}/gu;

/** Of so many letters the statistics are sure; of fewer, single letters say more. */
const FEW = 60;
/** Latin letters with what stands beside a few ASCII ones: all else is another script. */
const LATIN = /^(?:windows-125[0247]|iso-8859-(?:1|2|9|15)|ascii)$/i;

/** Languages in Latin letters whose bytes would be other letters in Windows-1252, and these give them away: nobody writes them together. */
const GIVEAWAYS: readonly (readonly [encoding: string, looks: (western: string) => boolean])[] = [
  // Polish: ą, ł and ż would be signs in the middle of words, and ą at their ends.
  [
    'windows-1250',
    (text) => /\p{L}[¹³¿]\p{L}/u.test(text) || (/\p{L}{2}¹/u.test(text) && /ê/.test(text) && !/[éèàç]/.test(text)),
  ],
  // Czech and Slovak: ě, č, ř and ů beside š, ž and each other.
  ['windows-1250', (text) => /[øšž]/i.test(text) && /[ìèùò]/i.test(text)],
  // Hungarian: ő and ű beside its other vowels. Portuguese has no ö, Estonian no á.
  ['windows-1250', (text) => /[õû]/i.test(text) && /[öü]/i.test(text) && /[áéíó]/i.test(text) && !/[äãç]/i.test(text)],
  // Turkish: ı, ş and ğ. Icelandic has other vowels besides.
  ['windows-1254', (text) => /\p{L}[ýðþ]|[ðþ]\p{L}/iu.test(text) && !/[áéíóúæ]/i.test(text)],
];

/**
 * The encodings to try, the likeliest first. Text in Latin letters is Windows-1252 unless letters give it away or the statistics are for
 * another one; in another script it is none of the Latin ones.
 */
export function likely(western: string, byStatistics: readonly string[]): string[] {
  const high = western.match(HIGH)?.length ?? 0;
  const runs = (western.match(HIGH_RUN) ?? []).filter((run) => new Set(run).size > 1);
  const together = runs.reduce((sum, run) => sum + run.length, 0);
  if (together > high * FOREIGN_SHARE) return byStatistics.filter((name) => !LATIN.test(name));
  const given = high > FEW ? [] : GIVEAWAYS.filter(([, looks]) => looks(western)).map(([encoding]) => encoding);
  return [...given, ...byStatistics.filter((name) => LATIN.test(name))];
}

/** Whether no text looks so: control characters, or words that go on in capitals. */
export function isOdd(text: string): boolean {
  if (/[\x80-\x9f]/.test(text)) return true;
  const turned = text.match(/(?!\p{ASCII})\p{Ll}(?!\p{ASCII})\p{Lu}/gu)?.length ?? 0;
  return turned > 0 && turned * 20 > (text.match(HIGH)?.length ?? 0);
}
