/** The glossary of docs/architecture.md: words that people meet in the docs, and few enough to begin with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './titles';

const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8').toLowerCase();
const [, glossary = ''] = /## words\n([\s\S]*?)\n## /.exec(textOf('docs', 'architecture.md')) ?? [];
const tables = glossary.split('| word | is |').slice(1);
const [toWrite = [], toRun = []] = tables.map((table) =>
  [...table.matchAll(/^\| ([a-z, ]+) \|/gm)].map(([, words = '']) => words.split(', ')),
);
const pages = readdirSync(join(root, 'docs')).filter(
  (name) => name.endsWith('.md') && !/^(architecture|decisions)/.test(name),
);
const public_ = ['README.md', ...pages.map((name) => join('docs', name))].map((page) => textOf(page)).join('\n');
const has = (text: string, word: string): boolean => new RegExp(`\\b${word.replaceAll(' ', '\\s+')}s?\\b`).test(text);

test('about a dozen words are enough to write a pipeline', () => {
  expect(toWrite.length).toBeGreaterThan(9);
  expect(toWrite.length).toBeLessThan(14);
});

test('each of them is a word of docs/writing-pipelines.md', () => {
  const guide = textOf('docs', 'writing-pipelines.md');
  expect(toWrite.flat().filter((word) => !has(guide, word))).toEqual([]);
});

test('the words for whoever runs pipelines are used where such people read', () => {
  expect(toRun.length).toBeGreaterThan(4);
  expect(toRun.flat().filter((word) => !has(public_, word))).toEqual([]);
});

test('what a record and a reference call gen is a fencing token wherever people read', () => {
  expect(public_).not.toMatch(/\bgens?\b|\bgeneration of (?:a|the) (?:record|reference|token)/);
  expect(textOf('docs', 'api', 'workflows.api.md')).not.toMatch(/\bgen\b/);
});
