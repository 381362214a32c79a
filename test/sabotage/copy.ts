import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './luaMutants';

export const root = join(__dirname, '..', '..');
const copied = [
  'activities',
  'client',
  // A test takes the rights that a user of Redis needs from there.
  'docs/operations.md',
  'redis',
  'render',
  'testing',
  'test',
  'worker',
  'workflows',
  'jest.config.js',
  'package.json',
];
/** A broken program may also run for ever. */
const TIME_LIMIT_MS = 240_000;

/** A copy of the project in which things are broken, one at a time. */
export class Copy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipeline-sabotage-')));

  /** @param names what is copied: files and folders of the root. */
  constructor(names: readonly string[] = copied) {
    for (const name of names) cpSync(join(root, name), join(this.folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** @returns the first of these tests that is red, with its stage. With nothing broken there must be none. */
  async firstRed(stages: readonly Stage[]): Promise<string | undefined> {
    for (const { name, ...stage } of stages) {
      const red = await this.redIn(stage);
      if (red !== undefined) return `${name}: ${red}`;
    }
    return undefined;
  }

  /** @returns the first of these tests that turns red, with its stage, or undefined when all of them stay green. */
  convict(mutant: Mutant, stages: readonly Stage[]): Promise<string | undefined> {
    return this.broken([mutant], () => this.firstRed(stages));
  }

  /** Does it while these are broken, each in a file of its own. */
  async broken<T>(mutants: readonly Mutant[], act: () => Promise<T>): Promise<T> {
    const sources = mutants.map(({ file }) => readFileSync(join(this.folder, file), 'utf8'));
    try {
      for (const [i, { name, file, change }] of mutants.entries()) {
        const source = sources[i] ?? '';
        const text = change(source);
        if (text === source) throw new Error(`${name}: the file is not changed by this mutant`);
        writeFileSync(join(this.folder, file), text);
      }
      return await act();
    } finally {
      for (const [i, { file }] of mutants.entries()) writeFileSync(join(this.folder, file), sources[i] ?? '');
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async redIn({ project, files, titles }: Omit<Stage, 'name'>): Promise<string | undefined> {
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    // A mutant that hangs is convicted by the time limit: a short one, but more than the longest test takes on a busy machine.
    const args = [jest, '--selectProjects', project, '--bail', '--runInBand', '--silent', '--testTimeout=20000'];
    // Not where servers run: they are stopped after the tests.
    if (project !== 'redis' && project !== 'temporal')
      args.push('--env', join(this.folder, 'test', 'sabotage', 'failFast.ts'));
    if (titles) args.push('--testNamePattern', `(${titles.map(patternOf).join('|')})$`);
    args.push('--', ...files);
    const env = { ...process.env, PIPELINE_TEST_HISTORIES: '4000' };
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return undefined;
    // Of a file that does not even load, the line below says why.
    const [, title, below = ''] = /^ *● (.*)\n\s*(.*)$/m.exec(said) ?? [];
    if (title !== undefined) return `${title}: ${below}`;
    return signal === null ? `exit ${code}: ${said.slice(-500)}` : `nothing within ${TIME_LIMIT_MS} ms`;
  }
}

/** Tests that may convict, cheapest first. */
export interface Stage {
  readonly name: string;
  readonly project: string;
  readonly files: readonly string[];
  /** Of these files the tests that have one of these titles; absent: all. */
  readonly titles?: readonly string[];
}

/** What a row of `test.each` puts into its title may be anything. */
const patternOf = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%s', '.*');
