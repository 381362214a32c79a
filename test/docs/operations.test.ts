/** docs/operations.md against the code: every variable is there, those of a worker with their default. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Variables } from '../../worker/config';
import { answerKey, inboxChannel, proofKeys, resourceKeys, RunKeys, schemaNumber } from '../../redis/keys';
import { KERNEL, mustBeOurs } from '../../workflows/kit/version';
import { root } from './titles';

const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| `[A-Z_]+` \|/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));
const [ofWorkers, others] = [3, 2].map((columns) => rows.filter((cells) => cells.length === columns));
const nameIn = ([name = '']: string[]): string => name.slice(1, -1);

function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.[jt]s$/.test(file));
  return sources.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}
const product = ['cli', 'client', 'worker', 'testing', 'activities', 'redis'].map((room) => textOf(join(root, room)));
const ours = product.join('\n');
const library = textOf(dirname(require.resolve('@temporalio/envconfig')));

/** Names of variables that stand in the sources as texts. */
const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/['"`]((?:PIPELINE|TEMPORAL|REDIS)_[A-Z_]+)['"`]/g)].map(([, name]) => name!)),
];

test('every setting of a worker is in docs/operations.md, with its default, and there is no other', () => {
  const defaults = Object.entries(Variables.parse({}));
  const expected = Object.keys(Variables.shape).map((name) => {
    const value = defaults.find(([key]) => key === name)?.[1];
    return [name, value === undefined ? '–' : `\`${value}\``];
  });
  expect(ofWorkers!.map((cells) => [nameIn(cells), cells[1]])).toEqual(expected);
});

test('every other variable that the product reads is there, and those that Temporal reads', () => {
  const known = [...ofWorkers!, ...others!].map(nameIn);
  // The library reads them, and the SDK has no use for them.
  const unused = ['TEMPORAL_CODEC_ENDPOINT', 'TEMPORAL_CODEC_AUTH'];
  const read = [...namesIn(ours), ...namesIn(library).map((name) => name.replace(/_DATA$/, '_PATH'))];
  expect(read.length).toBeGreaterThan(20);
  expect(read.filter((name) => ![...known, ...unused].includes(name))).toEqual([]);
});

test('no variable is there that nobody reads', () => {
  expect(others!.map(nameIn).filter((name) => !ours.includes(name) && !library.includes(name))).toEqual([]);
});

test('what a build says to a run of another kernel stands in Upgrades word for word', () => {
  const [, said = ''] = /``(The run began on kernel 1: .*?)``/.exec(page) ?? [];
  const here = said.replace('kernel 1:', `kernel ${KERNEL + 1}:`).replace(/kernel 2$/, `kernel ${KERNEL}`);
  expect(() => mustBeOurs('ID', { kernel: KERNEL + 1 })).toThrow(new Error(here));
});

test('Upgrades names the schema that every key has', () => {
  expect(page).toContain(`The *schema* (\`v${schemaNumber}\`)`);
  const keys = [new RunKeys('p', 'n', 'id').state, answerKey('p', 'n', 'hash'), ...resourceKeys('p', 'n', 'disk').all];
  for (const key of [...keys, ...proofKeys('p', 'n', 'id').flat(), inboxChannel('p', 'n', 'id')])
    expect(key).toMatch(new RegExp(`^p:v${schemaNumber}:n:`));
});
