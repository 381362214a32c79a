import type { Hold, ItemEntry, RunStore, StepLock } from '../../../redis';
import { insist } from '../attempt/insist';

const MAX_BATCH = 100;

/**
 * Records item outcomes under the step lock. While one request is on its way, outcomes gather for the next: one round
 * trip at a time, and nothing waits longer than two. After a refusal everything later is refused too.
 */
export class ItemLog {
  private open: ItemEntry[] | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: RunStore,
    private readonly lock: StepLock,
    private readonly hold: Hold,
  ) {}

  /** Resolves when the outcome is recorded; rejects when the lock is no longer ours. */
  add(entry: ItemEntry): Promise<void> {
    if (!this.open || this.open.length >= MAX_BATCH) {
      const batch: ItemEntry[] = (this.open = []);
      this.last = this.last.then(async () => {
        if (this.open === batch) this.open = undefined;
        await this.send(batch);
      });
    }
    this.open.push(entry);
    return this.last;
  }

  /** Names the item that is about to start: should the worker die of it, the death counts against the item. */
  async note(item: string): Promise<void> {
    const { word } = await insist(this.hold, () => this.store.note(this.lock, item));
    if (word === 'lost') this.refused();
  }

  private async send(batch: ItemEntry[]): Promise<void> {
    const reply = await insist(this.hold, () => this.store.record(this.lock, batch));
    if (reply.word === 'lost') this.refused();
  }

  private refused(): never {
    this.hold.assertHeld();
    throw new Error(`${this.lock.step}: the lock belongs to somebody else; its items are refused`);
  }
}
