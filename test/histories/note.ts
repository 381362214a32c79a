/** Notes in a database, written as a step writes them (`sqlEffect`): a sink with a memory of its own, and the product's own fence. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sqlEffect } from '../../activities';
import type { SqliteDatabase } from '../../activities';
import type { HeldLock } from '../../redis';
import { openSqlite } from '../activities/effects/databases';
import { fakeStep, runOf } from '../activities/effects/step';

interface Deps {
  readonly db: SqliteDatabase;
}

const writing = sqlEffect({
  version: 1,
  input: { name: z.string(), text: z.string() },
  replaces: true,
  resource: ({ name }) => name,
  to: ({ db }: Deps) => db,
  run({ name, text }, db) {
    db.exec(`insert or replace into note values ('${name}', '${text}')`);
  },
});

export class Notes {
  private constructor(
    /** Of the file, for other processes. */
    readonly path: string,
    private readonly db: ReturnType<typeof openSqlite>,
  ) {}

  static async open(): Promise<Notes> {
    const path = join(await mkdtemp(join(tmpdir(), 'pipeline-worker-notes-')), 'notes.db');
    const db = openSqlite(path);
    db.exec('create table note (name text primary key, text text)');
    return new Notes(path, db);
  }

  /** As a step writes that obeys its lock. @returns `written`, or the name of what refused it: `LeaseLost`, `StaleToken`. */
  async write(name: string, text: string, lock: HeldLock): Promise<string> {
    try {
      lock.assertHeld();
    } catch (error) {
      return (error as Error).name;
    }
    return this.send(name, text, lock.token, () => lock.assertHeld());
  }

  /** As a request arrives that was on its way when its lock ended: nobody can look at the lock any more. */
  writeLate(name: string, text: string, lock: HeldLock): Promise<string> {
    return this.send(name, text, lock.token, () => undefined);
  }

  /** The same under a token alone. */
  writeUnder(token: number, name: string, text: string): Promise<string> {
    return this.send(name, text, token, () => undefined);
  }

  read(name: string): string | undefined {
    const row = this.db.prepare(`select text from note where name = '${name}'`).get();
    return (row as { text: string } | undefined)?.text;
  }

  async close(): Promise<void> {
    this.db.close();
    await rm(dirname(this.path), { recursive: true });
  }

  private async send(name: string, text: string, token: number, assertHeld: () => void): Promise<string> {
    const { step } = fakeStep<Deps>({ deps: { db: this.db }, token });
    return runOf<{ name: string; text: string }, Deps>(writing)({ name, text }, { ...step, assertHeld }).then(
      () => 'written',
      (error: Error) => error.name,
    );
  }
}
