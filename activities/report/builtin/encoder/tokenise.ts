import { type DoubleArray, NONE, ROOT } from './doubleArray';
import { characterLength, normalise, type CharacterTable } from './normalise';

/** What stands for a character that no piece holds, and before and after every text. */
const UNKNOWN = 0;
const BEGIN = 1;
const END = 2;
/** An unknown character costs so much more than the rarest piece. */
const UNKNOWN_PENALTY = 10;

export interface Vocabulary {
  /** Pieces by their bytes: the number of each. */
  readonly pieces: DoubleArray;
  /** The logarithm of how likely each piece is, by its number. */
  readonly scores: Float32Array;
  readonly characters: CharacterTable;
}

/** Cuts texts into the pieces of a vocabulary as SentencePiece does with a unigram model. */
export class Tokeniser {
  private readonly unknownScore: number;

  constructor(private readonly vocabulary: Vocabulary) {
    this.unknownScore = vocabulary.scores.reduce((least, score) => Math.min(least, score), Infinity) - UNKNOWN_PENALTY;
  }

  /** The numbers of the pieces that make the text most likely, between those of beginning and end. */
  encode(text: string): number[] {
    const bytes = normalise(text, this.vocabulary.characters);
    return [BEGIN, ...(bytes.length === 0 ? [UNKNOWN] : this.mostLikely(bytes)), END];
  }

  /** The best way to each place is the best way to an earlier one and one piece more (Viterbi); of equals, the earlier one. */
  private mostLikely(bytes: Uint8Array): number[] {
    const { pieces, scores } = this.vocabulary;
    const best = new Float64Array(bytes.length + 1).fill(-Infinity);
    const from = new Int32Array(bytes.length + 1);
    const piece = new Int32Array(bytes.length + 1);
    best[0] = 0;
    const offer = (start: number, end: number, number: number, score: number): void => {
      if (score <= (best[end] as number)) return;
      best[end] = score;
      from[end] = start;
      piece[end] = number;
    };
    for (let start = 0; start < bytes.length; start += characterLength(bytes[start] as number)) {
      const sofar = best[start] as number;
      const character = start + characterLength(bytes[start] as number);
      let single = false;
      let node = ROOT;
      for (let end = start; end < bytes.length;) {
        node = pieces.next(node, bytes[end] as number);
        if (node === NONE) break;
        end += 1;
        const number = pieces.value(node);
        if (number === NONE) continue;
        offer(start, end, number, sofar + (scores[number] as number));
        single ||= end === character;
      }
      if (!single) offer(start, character, UNKNOWN, sofar + this.unknownScore);
    }
    const found: number[] = [];
    for (let end = bytes.length; end > 0; end = from[end] as number) found.push(piece[end] as number);
    return found.reverse();
  }
}
