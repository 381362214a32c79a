import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A test file of the fast tier: how long it took, and which functions of which files it ran. */
export interface Row {
  readonly file: string;
  readonly ms: number;
  readonly functions?: Readonly<Record<string, readonly string[]>>;
  /** Its first red test. */
  readonly red?: string;
}

export interface Red {
  readonly file: string;
  readonly test: string;
}

/** What `testFiles.mjs` says. */
interface Said {
  readonly file?: string;
  readonly test?: string;
  readonly row?: Row;
  readonly stray?: string;
  readonly hasEnded?: true;
}

/** A process that runs test files in one folder. After a red one it is another: what that has left behind is no test's. */
export class Runner {
  private child: ChildProcess | undefined;

  constructor(private readonly folder: string) {}

  /** The first of these files that is red, in this order, and its first red test. */
  async firstRed(files: readonly string[], limitMs: number): Promise<Red | undefined> {
    const rows = await this.run({ files, limitMs, counts: false });
    const row = rows.find(({ red }) => red !== undefined);
    return row && { file: row.file, test: row.red ?? '' };
  }

  /** Runs one, and counts what it runs. */
  async rowOf(file: string, limitMs: number): Promise<Row> {
    const [row] = await this.run({ files: [file], limitMs, counts: true });
    return row ?? { file, ms: limitMs, red: 'says nothing of itself' };
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  /** @returns what it says of each, until one is red or it has said nothing for too long. */
  private async run(asked: { files: readonly string[]; limitMs: number; counts: boolean }): Promise<Row[]> {
    const child = (this.child ??= await this.started());
    const rows: Row[] = [];
    await new Promise<void>((resolve) => {
      let at: Said = {};
      const isOver = (red?: string): void => {
        clearTimeout(timer);
        child.removeAllListeners('exit').removeAllListeners('message');
        if (red !== undefined) rows.push({ file: at.file ?? asked.files[0] ?? '', ms: 0, red });
        if (rows.some((row) => row.red !== undefined)) this.end();
        resolve();
      };
      // A test that is over its limit says so itself: this one never comes to it.
      const silence = (): void => isOver(`nothing within ${2 * asked.limitMs} ms: ${at.test ?? 'before its tests'}`);
      let timer = setTimeout(silence, 2 * asked.limitMs);
      child.on('exit', (code) => isOver(`its process ended with ${code}: ${at.test ?? 'before its tests'}`));
      child.on('message', (said: Said) => {
        clearTimeout(timer);
        timer = setTimeout(silence, 2 * asked.limitMs);
        if (said.file !== undefined) at = said;
        if (said.test !== undefined) at = { ...at, test: said.test };
        if (said.row) rows.push(said.row);
        if (said.hasEnded) isOver();
        if (said.stray !== undefined) isOver(`${said.stray}: ${at.test ?? 'before its tests'}`);
      });
      child.send(asked);
    });
    return rows;
  }

  private async started(): Promise<ChildProcess> {
    const child = fork(join(this.folder, 'test/sabotage/typescript/testFiles.mjs'), { cwd: this.folder, silent: true });
    child.stdout?.resume();
    child.stderr?.resume();
    await once(child, 'spawn');
    return child;
  }
}
