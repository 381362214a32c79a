import { DoubleArray } from './doubleArray';
import { MOST_PIECES, Network } from './forward';
import { ModelFile } from './modelFile';
import { Tokeniser } from './tokenise';

/**
 * The Universal Sentence Encoder, multilingual, version 3: texts in sixteen languages to vectors of 512 numbers and length 1, near one
 * another where the texts are about the same, in whatever language.
 */
export class Encoder {
  private readonly tokeniser: Tokeniser;
  private readonly network: Network;

  /** Reads the file that `prepare` made; the vectors of the pieces stay on the disk. @throws Error where it is another file. */
  constructor(path: string) {
    const model = new ModelFile(path);
    this.tokeniser = new Tokeniser({
      pieces: new DoubleArray(model.units('pieces')),
      scores: model.floats('scores'),
      characters: { sequences: new DoubleArray(model.units('sequences')), replacements: model.bytes('replacements') },
    });
    this.network = new Network(model);
  }

  /** The numbers of the pieces of a text. */
  pieces(text: string): number[] {
    return this.tokeniser.encode(text);
  }

  /** A vector for each text, the same whatever else is embedded with it. Of long texts the first 254 pieces count. */
  embed(texts: readonly string[]): Float32Array[] {
    const vectors: Float32Array[] = [];
    let group: number[][] = [];
    let pieces = 0;
    for (const text of texts) {
      const encoded = this.pieces(text).slice(0, MOST_PIECES);
      if (pieces + encoded.length > MOST_PIECES) {
        vectors.push(...this.network.run(group));
        [group, pieces] = [[], 0];
      }
      group.push(encoded);
      pieces += encoded.length;
    }
    return group.length === 0 ? vectors : [...vectors, ...this.network.run(group)];
  }
}
