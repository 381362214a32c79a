/** docs/compare.md shows our order as it is in examples/order, and counts the lines of every listing as they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf } from './blocks';
import { root } from './titles';

const [pipelines = '', steps = '', ...others] = blocksOf('docs/compare.md').map(({ text }) => text);
const linesOf = (text: string): number => text.trimEnd().split('\n').length;

it('shows the files of examples/order', () => {
  const file = (name: string): string => readFileSync(join(root, 'examples', 'order', name), 'utf8').trimEnd();
  expect(pipelines.trimEnd()).toBe(file('pipelines.ts'));
  expect(steps.trimEnd()).toBe(file('steps.ts'));
});

it('counts the lines that it shows', () => {
  const page = readFileSync(join(root, 'docs', 'compare.md'), 'utf8');
  const [ours, ...theirs] = [...page.matchAll(/^\| (?:pipeline-worker|[A-Z][\w.]+) +\| (.+?) +\|/gm)].map(
    ([, cell]) => cell,
  );
  expect(ours).toBe(`${linesOf(pipelines)}, and ${linesOf(steps)} of \`steps.ts\``);
  expect(theirs.map(Number)).toEqual(others.map(linesOf));
});
