/** Every row of docs/guarantees.md: with its change the test that it names is red, and with none of them every one is green. */
import { promises } from '../docs/promises';
import { filesWith } from '../docs/titles';
import type { Copy, Stage } from './copy';
import { promiseMutants } from './promiseMutants';
import { copyOfAll } from './typescript/sample';

const held = promises.flatMap((promise) => promise.held);

/** The suffix of a file says which tier runs it. */
const projectOf = (file: string): string => {
  const [, suffix = 'fast'] = /\.(\w+)\.test\.ts$/.exec(file) ?? [];
  return suffix === 'contract' ? 'fast' : suffix;
};

/** What runs these tests, a stage for each tier. */
function stagesOf(titles: readonly string[]): Stage[] {
  const all = titles.map((title) => ({ title, file: `test/${filesWith(title)[0] ?? ''}` }));
  return [...new Set(all.map(({ file }) => projectOf(file)))].map((project) => {
    const here = all.filter(({ file }) => projectOf(file) === project);
    return { name: project, project, files: here.map(({ file }) => file), titles: here.map(({ title }) => title) };
  });
}

let copy: Copy;
beforeAll(() => {
  copy = copyOfAll();
});
afterAll(() => copy.remove());

test('with nothing broken every test that holds a promise is green', async () => {
  const titles = [...new Set(held.map(({ test: title }) => title))];
  expect(await copy.firstRed(stagesOf(titles))).toBeUndefined();
}, 900_000);

test.each(held.map((row) => [row.redWhen, row.test] as const))(
  '"%s" turns red: %s',
  async (redWhen, title) => {
    const mutant = promiseMutants.find(({ name }) => name === redWhen);
    if (!mutant) throw new Error(`no change is called "${redWhen}"`);
    expect(await copy.convict(mutant, stagesOf([title]))).toContain(title.replace(/.*%s[^\w]*/, ''));
  },
  300_000,
);
