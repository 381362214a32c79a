/** How fast the items of a step are done, from what was seen. */
export class Rate {
  private first: { done: number; atMs: number } | undefined;
  private last = { done: 0, atMs: 0 };

  seen(done: number, atMs: number): void {
    this.first ??= { done, atMs };
    this.last = { done, atMs };
  }

  /** Items a second; undefined while too little was seen to say. */
  perSecond(nowMs: number): number | undefined {
    if (!this.first) return undefined;
    const seconds = (nowMs - this.first.atMs) / 1000;
    const done = this.last.done - this.first.done;
    return seconds < 1 || done < 1 ? undefined : done / seconds;
  }
}
