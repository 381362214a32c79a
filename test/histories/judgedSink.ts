import { Notes } from './note';

/** The product's own fence (`sqlEffect`) as what a load writes to, and a log of all that arrived, by which its verdicts are judged. */
export class JudgedSink {
  /** In the order in which the database was asked: nobody comes in between. */
  private readonly arrived: { readonly token: number; verdict: string }[] = [];

  private constructor(private readonly notes: Notes) {}

  static async open(): Promise<JudgedSink> {
    return new JudgedSink(await Notes.open());
  }

  async write(token: number): Promise<void> {
    const arrival = { token, verdict: 'none' };
    this.arrived.push(arrival);
    arrival.verdict = await this.notes.writeUnder(token, 'load', `write ${this.arrived.length}`);
  }

  /** Tokens in the order of their writes, refused ones too. */
  get tokens(): readonly number[] {
    return this.arrived.map(({ token }) => token);
  }

  get refused(): number {
    return this.arrived.filter(({ verdict }) => verdict !== 'written').length;
  }

  /** What a fence must not do: take a write under a smaller token than one before it, or refuse any other. */
  get wrong(): readonly string[] {
    let highest = 0;
    return this.arrived.flatMap(({ token, verdict }, i) => {
      const right = token < highest ? 'StaleToken' : 'written';
      highest = Math.max(highest, token);
      return verdict === right ? [] : [`write ${i + 1} under ${token}, the largest so far ${highest}: ${verdict}`];
    });
  }

  close(): Promise<void> {
    return this.notes.close();
  }
}
