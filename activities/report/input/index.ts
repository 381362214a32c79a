export { InputFault } from './fault';
export type { ReadingOptions } from './open';
export { aroundMasks, isMasked, MASK_WORDS, namesSomebody, withoutNames, type MaskWord } from './personal';
export { readCommentsAway } from './readAway';
export { readComments } from './readComments';
export { MAX_BYTES, MAX_TEXT_BYTES } from './sizes';
export { readFileBounded, readStream } from './readFile';
export { readingText } from './reading';
export type { Reading } from './reading';
