/** Rule 9: at most a quarter of a worker's activity slots wait for resources, so that holders always find a slot. */
export class WaitingRoom {
  private inside = 0;
  private readonly seats: number;

  /** @param slots activities this worker runs at once. */
  constructor(slots: number) {
    this.seats = Math.max(1, Math.floor(slots / 4));
  }

  /** False when all seats are taken: then do not wait, and do not `leave`. */
  enter(): boolean {
    if (this.inside >= this.seats) return false;
    this.inside += 1;
    return true;
  }

  leave(): void {
    this.inside -= 1;
  }
}
