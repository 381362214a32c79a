/** Draws a run while it goes on: at once when something happened, at most ten times a second. */
import type { RunEvent } from '../../client';
import type { Screen } from './screen';
import type { Tree } from './tree';

const LEAST_MS = 100;
/** Times and the marks of running steps move this often. */
const MOVE_MS = 200;

export class Live {
  private timer: NodeJS.Timeout | undefined;
  private drawnAt = 0;
  private shown = '';

  constructor(
    private readonly tree: Tree,
    private readonly screen: Screen,
    private readonly now: () => number = Date.now,
  ) {}

  show(event: RunEvent): void {
    this.tree.apply(event, this.now());
    this.drawIn(Math.max(0, this.drawnAt + LEAST_MS - this.now()));
  }

  /** The last state stays on the screen. */
  end(): void {
    clearTimeout(this.timer);
    this.tree.stop(this.now());
    this.draw();
    this.screen.leave();
  }

  private drawIn(ms: number): void {
    clearTimeout(this.timer);
    if (ms === 0) this.draw();
    else this.timer = setTimeout(() => this.draw(), ms);
  }

  private draw(): void {
    const { columns, rows } = this.screen;
    // The last column stays free: terminals differ in when they wrap. So does the row of the cursor.
    const lines = this.tree.lines({ columns: columns - 1, rows: rows - 1 }, this.now());
    const text = `${columns} ${lines.join('\n')}`;
    if (text !== this.shown) this.screen.draw(lines);
    this.shown = text;
    this.drawnAt = this.now();
    if (this.tree.isMoving) this.drawIn(MOVE_MS);
  }
}
