export { InputFault } from './fault';
export { MAX_BYTES, readComments } from './readComments';
export { readFileBounded } from './readFile';
