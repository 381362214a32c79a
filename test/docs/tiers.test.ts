/** What the docs say about which tests run where is what the scripts, the Jest projects and .ci/run do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './titles';

const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
const { projects } = jest.requireActual<{ projects: { displayName: string }[] }>('../../jest.config.js');
const tiers = projects.map(({ displayName }) => displayName);

/** @returns the tiers that an npm script runs. */
const tiersOf = (script: string): string[] =>
  /\bjest --selectProjects ([\w ]+?)(?: --|$)/.exec(scripts[script] ?? '')?.[1]?.split(' ') ?? [];
const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const everywhere = tiersOf('test');
const suitesOfCi = [...textOf('.ci', 'run').matchAll(/^ *suite (test:\w+)|; then suite (test:\w+)/gm)].map(
  ([, alone, guarded]) => alone ?? guarded ?? '',
);
/** What `npm test` runs may be run there again, on other servers or for longer. */
const inCi = tiers.filter((tier) => !everywhere.includes(tier) && suitesOfCi.flatMap(tiersOf).includes(tier));
const byHand = tiers.filter((tier) => !everywhere.includes(tier) && !inCi.includes(tier));

test.each(['README.md', 'CONTRIBUTING.md', 'test/README.md'])('%s says which tiers run where', (page) => {
  const said = textOf(page).replaceAll(/\s+/g, ' ');
  expect(said).toContain(`\`npm test\` builds and runs the tiers ${listed(everywhere)}`);
  expect(said).toContain(`then ${listed(inCi)}; ${byHand.join(', ')} is run by hand`);
});

test('the table in test/README.md has every tier, and the command beside a tier runs it', () => {
  const rows = [...textOf('test', 'README.md').matchAll(/^\| `\*\.\S*test\.ts` \| (.+?) \| .* \| `(.+?)` \|$/gm)];
  expect(new Set(rows.flatMap(([, names = '']) => names.split(', ')))).toEqual(new Set(tiers));
  for (const [, names = '', command = ''] of rows) {
    const script = /^npm run (\S+)$/.exec(command)?.[1];
    const runs = script === undefined ? command : tiersOf(script).join(' ');
    for (const name of names.split(', ')) expect(runs.split(' ')).toContain(name);
  }
});

test('a script that runs tests of the build builds first', () => {
  const ofTheBuild = new Set(['newcomer', 'product', 'crash', 'chaos', 'limits', 'data']);
  const running = Object.keys(scripts).filter((script) => tiersOf(script).some((tier) => ofTheBuild.has(tier)));
  expect(running.length).toBeGreaterThan(4);
  for (const script of running) expect([script, scripts[`pre${script}`]]).toEqual([script, 'npm run -s build']);
});

test('every suite is run by npm test, by .ci/run or by hand; those of .ci/run take its reporter', () => {
  /** Nothing but whole tiers that `npm test` has; a script with settings of its own shows more. */
  const inNpmTest = (script: string): boolean =>
    scripts[script] === `jest --selectProjects ${tiersOf(script).join(' ')}` &&
    tiersOf(script).every((tier) => everywhere.includes(tier));
  const byHandOnly = (script: string): boolean => tiersOf(script).every((tier) => byHand.includes(tier));
  const suites = Object.keys(scripts).filter((script) => script.startsWith('test:'));
  const elsewhere = suites.filter((script) => !suitesOfCi.includes(script));
  expect(elsewhere.filter((script) => !inNpmTest(script) && !byHandOnly(script))).toEqual([]);
  expect(suitesOfCi.filter((script) => !suites.includes(script) || / -- /.test(scripts[script] ?? ''))).toEqual([]);
});
