/** The package has no types of its own. */
declare module 'stopword' {
  type Words = readonly string[];
  export const ara: Words, deu: Words, eng: Words, fra: Words, ita: Words, jpn: Words, kor: Words, nld: Words;
  export const pol: Words, por: Words, rus: Words, spa: Words, tha: Words, tur: Words, zho: Words;
}
