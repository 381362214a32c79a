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

/** A test file, and how long one of its tests may take. */
export interface Asked {
  readonly file: string;
  readonly limitMs: number;
}

/** What `testFiles.mjs` says. */
interface Said {
  readonly file?: string;
  readonly test?: string;
  readonly row?: Row;
  readonly stray?: string;
  readonly hasEnded?: true;
}

/** A process that runs test files in one folder. After one that did not come to its end it is another. */
export class Runner {
  private child: ChildProcess | undefined;

  constructor(private readonly folder: string) {}

  /** The first of these files that is red, in this order, and its first red test. */
  async firstRed(files: readonly Asked[]): Promise<Red | undefined> {
    const rows = await this.run({ files, counts: false });
    const row = rows.find(({ red }) => red !== undefined);
    return row && { file: row.file, test: row.red ?? '' };
  }

  /** Runs one, and counts what it runs. */
  async rowOf(file: string, limitMs: number): Promise<Row> {
    const [row] = await this.run({ files: [{ file, limitMs }], counts: true });
    return row ?? { file, ms: limitMs, red: 'says nothing of itself' };
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  /** @returns what it says of each, until one is red or it has said nothing for too long. */
  private async run(asked: { files: readonly Asked[]; counts: boolean }): Promise<Row[]> {
    const child = (this.child ??= await this.started());
    const rows: Row[] = [];
    await new Promise<void>((resolve) => {
      let at: Said = {};
      const isOver = (broken?: string): void => {
        clearTimeout(timer);
        child.removeAllListeners('exit').removeAllListeners('message');
        if (broken !== undefined) {
          rows.push({ file: at.file ?? asked.files[0]?.file ?? '', ms: 0, red: broken });
          this.end();
        }
        resolve();
      };
      // A test that is over its limit says so itself: this one never comes to it.
      const patienceMs = (): number => 2 * Math.max(...limitsOf(asked.files, at.file));
      const silence = (): void => isOver(`nothing within ${patienceMs()} ms: ${at.test ?? 'before its tests'}`);
      let timer = setTimeout(silence, patienceMs());
      child.on('exit', (code) => isOver(`its process ended with ${code}: ${at.test ?? 'before its tests'}`));
      child.on('message', (said: Said) => {
        if (said.file !== undefined) at = said;
        if (said.test !== undefined) at = { ...at, test: said.test };
        clearTimeout(timer);
        timer = setTimeout(silence, patienceMs());
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

/** Of the file that runs; before it says which, of all. */
const limitsOf = (files: readonly Asked[], at: string | undefined): number[] =>
  files.filter(({ file }) => at === undefined || file === at).map(({ limitMs }) => limitMs);
