export { InputFault } from './fault';
export { readComments } from './readComments';
