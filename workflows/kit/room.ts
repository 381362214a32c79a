/** Bounds what calls of one run have under way together, so that no workflow task sends more than Temporal takes (4 MB). */
import { sizes } from './shapes';

/**
 * A call enters with the bytes of its input and leaves when it is answered. What does not fit waits in order, without a
 * timer: nothing here depends on anything but the order of calls and answers, so replay agrees.
 */
export class Room {
  private taken = 0;
  private readonly waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  /** Runs `work` as soon as there is room for so many bytes. */
  async with<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const turn = this.enter(bytes);
    if (turn) await turn;
    try {
      return await work();
    } finally {
      this.leave(bytes);
    }
  }

  /** Undefined when there is room at once: an await would put a turn between calls. */
  private enter(bytes: number): Promise<void> | undefined {
    if (this.waiting.length === 0 && this.fits(bytes)) {
      this.taken += bytes;
      return undefined;
    }
    return new Promise((enter) => this.waiting.push({ bytes, enter }));
  }

  private leave(bytes: number): void {
    this.taken -= bytes;
    for (let next = this.waiting[0]; next && this.fits(next.bytes); next = this.waiting[0]) {
      this.taken += next.bytes;
      this.waiting.shift();
      next.enter();
    }
  }

  private fits(bytes: number): boolean {
    return this.taken === 0 || this.taken + bytes <= sizes.callsBytes;
  }
}
