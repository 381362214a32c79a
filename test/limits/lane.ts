/** One direction of a connection through a gate: the bytes arrive in their order, and only as the weather lets them. */
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { monotonicMs } from '../../redis';
import { pauseMs } from '../histories/recorder';

/** How they travel; at once where nothing is said. */
export interface Travel {
  /** None arrives for now, as where packets are lost: they are sent again, and arrive when the way is well, though their sender be gone. */
  readonly isHeld?: boolean;
  /** Each arrives so much later. */
  readonly lateMs?: number;
  /** They arrive so many at a time: the first forty pieces of what is sent at once. */
  readonly pieceBytes?: number;
}

/** What a server says of itself has 6 KB: byte by byte it took this process longer than a lease. */
const PIECES = 40;

export class Lane {
  private readonly waiting: { bytes: Buffer; pieces: number; readonly fromMs: number }[] = [];
  private isMoving = false;
  private isLeft = false;

  constructor(
    private readonly to: Socket,
    private travel: Travel,
  ) {}

  send(bytes: Buffer): void {
    this.waiting.push({ bytes, pieces: 0, fromMs: monotonicMs() });
    void this.move();
  }

  set(travel: Travel): void {
    this.travel = travel;
    void this.move();
  }

  /** Nobody sends any more; who is to get it hears of that behind all that was sent. */
  leave(): void {
    this.isLeft = true;
    void this.move();
  }

  private async move(): Promise<void> {
    if (this.isMoving) return;
    this.isMoving = true;
    for (let [next] = this.waiting; next && !this.travel.isHeld && !this.to.destroyed; [next] = this.waiting) {
      const { lateMs = 0, pieceBytes = Infinity } = this.travel;
      const earlyMs = next.fromMs + lateMs - monotonicMs();
      if (earlyMs > 0) {
        await pauseMs(earlyMs);
        continue;
      }
      const size = next.pieces < PIECES ? Math.min(pieceBytes, next.bytes.length) : next.bytes.length;
      this.to.write(next.bytes.subarray(0, size));
      next.bytes = next.bytes.subarray(size);
      next.pieces += 1;
      if (next.bytes.length === 0) this.waiting.shift();
      else await nextTurn();
    }
    this.isMoving = false;
    if (this.isLeft && !this.travel.isHeld) this.to.end();
  }
}
