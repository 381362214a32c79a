import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promiseMutants } from '../sabotage/promiseMutants';
import { promises } from './promises';
import { filesWith, isTitle, root } from './titles';

test('there are the nine promises', () => {
  expect(promises.map(({ title }) => title.slice(0, 2))).toEqual(Array.from({ length: 9 }, (_, i) => `${i + 1}.`));
});

describe.each(promises.map((promise) => [promise.title, promise] as const))('"%s"', (_title, promise) => {
  test('each of its sentences is in its table, and the table has words of its sentences only', () => {
    const { sentences, held } = promise;
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.filter((text) => !held.some(({ sentence }) => text.includes(sentence)))).toEqual([]);
    expect(held.filter(({ sentence }) => !sentences.some((text) => text.includes(sentence)))).toEqual([]);
  });

  test('each is held by one test that exists, and one change turns it red', () => {
    expect(promise.held.map(({ test: title }) => [title, filesWith(title).length])).toEqual(
      promise.held.map(({ test: title }) => [title, 1]),
    );
    const known = promiseMutants.map(({ name }) => name);
    expect(promise.held.map(({ redWhen }) => redWhen).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('the other tests that show it exist', () => {
    expect(promise.alsoShownBy.filter((title) => !isTitle(title))).toEqual([]);
  });
});

test.each(promiseMutants.map((mutant) => [mutant.name, mutant] as const))(
  'the change "%s" fits the source, and some promise names it',
  (name, { file, change }) => {
    const source = readFileSync(join(root, file), 'utf8');
    expect(change(source)).not.toBe(source);
    expect(promises.flatMap(({ held }) => held).filter(({ redWhen }) => redWhen === name)).not.toEqual([]);
  },
);
