export { InputFault } from './fault';
export type { ReadingOptions } from './open';
export { MAX_BYTES, readComments } from './readComments';
export { readFileBounded, readStream } from './readFile';
export { readingText } from './reading';
export type { Reading } from './reading';
