/** What runs inside an embedding thread. Kept apart from text work, so that no thread loads both models. */
export { embed, fetchEncoder } from './embed';
