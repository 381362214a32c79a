/** What becomes of what an author says of an effect. */
import { z } from 'zod';
import { fileEffect, s3Effect, sqlEffect } from '../../../activities';
import type { FileSink } from '../../../activities';
import { fakeStep, runOf } from './step';

/** Knows what was written to it. */
class Noting implements FileSink {
  readonly written: string[] = [];

  write(_held: unknown, name: string): ReturnType<FileSink['write']> {
    this.written.push(name);
    return Promise.resolve({ path: name, bytes: 1, sha256: '' });
  }
}

/** Without the types of what deps must have: see types.test.ts. */
type Makes = (definition: never) => object;

test.each<[string, Makes, 'files' | 's3']>([
  ['file', fileEffect, 'files'],
  ['S3', s3Effect, 's3'],
])(
  'a %s effect writes to where its author says, else to what deps have under its own name',
  async (_kind, effect, own) => {
    const deps = { [own]: new Noting(), archive: new Noting() };
    const definition = { version: 1, input: {}, file: () => ({ name: 'a.txt', content: 'a' }) };
    const chosen = effect({ ...definition, to: ({ archive }: { archive: FileSink }) => archive } as never);
    await runOf(chosen)({}, fakeStep({ deps }).step);
    expect([deps[own]?.written, deps.archive.written]).toEqual([[], ['a.txt']]);
    await runOf(effect(definition as never))({}, fakeStep({ deps }).step);
    expect([deps[own]?.written, deps.archive.written]).toEqual([['a.txt'], ['a.txt']]);
  },
);

test('an SQL effect is the step that its author says, with all that a step may say', () => {
  const said = {
    version: 3,
    input: { by: z.number() },
    output: { total: z.number() },
    resource: () => 'account 1',
    idempotencyKey: () => 'key',
    whenSkipped: { total: 0 },
    was: 'shop.add',
  };
  expect(sqlEffect({ ...said, run: () => Promise.resolve({ total: 1 }) })).toMatchObject({ kind: 'step', ...said });
});
