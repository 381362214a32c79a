/** What whoever installs the package can read: pages whose links lead to something in the tarball, and an index of them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from './titles';

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 24,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [{ files }] = JSON.parse(said) as [Packed];
const packed = files.map(({ path }) => path);
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Registries and code hosts show pictures from the repository; they are ten times as large as the pages. */
const isPicture = (target: string): boolean => target.endsWith('.png');

function linksOf(page: string): string[] {
  const text = textOf(page).replaceAll(/^```.*?^```$/gms, '');
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) || isPicture(target) ? [] : [normalize(join(dirname(page), target)).replace(/\/$/, '')],
  );
}

const pages = packed.filter((path) => path.endsWith('.md') || path === 'llms.txt');

test('the docs, their index and the examples are in the tarball, without what is built or installed in them', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'llms.txt', 'docs/cli.md', 'docs/writing-pipelines.md']));
  expect(packed.filter((path) => /^(examples|docs|deploy)\/.*(node_modules|dist|images)\//.test(path))).toEqual([]);
});

test.each(pages)('in the tarball every link of %s leads to something', (page) => {
  const lost = linksOf(page).filter(
    (target) => !packed.some((path) => path === target || path.startsWith(`${target}/`)),
  );
  expect(lost).toEqual([]);
});

test('llms.txt names every page of docs/ once, by its title, with one line about it', () => {
  const entries = [...textOf('llms.txt').matchAll(/^- \[([^\]]+)\]\(([^)]+)\): (\S.*)$/gm)];
  const named = entries.map(([, , target = '']) => target);
  expect(new Set(named).size).toBe(named.length);
  expect(named.filter((target) => target.startsWith('docs/')).toSorted()).toEqual(
    packed.filter((path) => /^docs\/[^/]+\.md$/.test(path)).toSorted(),
  );
  const titles = entries.flatMap(([, title, target = '']) => (target.startsWith('docs/') ? [[target, title]] : []));
  expect(titles).toEqual(titles.map(([target = '']) => [target, /^# (.+)$/m.exec(textOf(target))?.[1]]));
});
