import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One way to break one file: exactly one line is another. */
export interface Mutant {
  /** `begin.lua:23 condition is always true` */
  readonly name: string;
  /** Path from the root of the project. */
  readonly file: string;
  readonly change: (source: string) => string;
}

const folder = join('redis', 'lua');

/** Every conditional, operand, bound, maximum and write of every script, broken one at a time. */
export function luaMutants(root: string): Mutant[] {
  return readdirSync(join(root, folder))
    .toSorted()
    .flatMap((file) => mutantsOf(join(folder, file), readFileSync(join(root, folder, file), 'utf8')));
}

function mutantsOf(file: string, source: string): Mutant[] {
  return source.split('\n').flatMap((line, index) => {
    if (line.trimStart().startsWith('--')) return [];
    return variantsOf(line).map(({ what, text }) => ({
      name: `${basename(file)}:${index + 1} ${what}`,
      file,
      change: (whole) => whole.split('\n').with(index, text).join('\n'),
    }));
  });
}

interface Variant {
  readonly what: string;
  readonly text: string;
}

function variantsOf(line: string): Variant[] {
  return [...conditions(line), ...bounds(line), ...maxima(line), ...writes(line), ...times(line)];
}

/** `if … then`: always, never, and without each of its operands. */
function conditions(line: string): Variant[] {
  const [, before, condition] = /^(\s*(?:else)?if )(.*) then$/.exec(line) ?? [];
  if (before === undefined || condition === undefined) return [];
  const replaced = (what: string, text: string) => ({ what, text: `${before}${text} then` });
  const operands = (word: ' and ' | ' or ') => {
    const parts = splitAtTop(condition, word);
    if (parts.length < 2) return [];
    return parts.map((part, i) => replaced(`without "${part}"`, parts.toSpliced(i, 1).join(word)));
  };
  return [
    replaced('the condition is always true', 'true'),
    replaced('the condition is never true', 'false'),
    ...operands(' and '),
    ...operands(' or '),
  ];
}

/** At the word, outside of parentheses. */
function splitAtTop(text: string, word: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth > 0 || !text.startsWith(word, i)) continue;
    parts.push(text.slice(from, i));
    from = i + word.length;
  }
  return [...parts, text.slice(from)];
}

const shifted: Record<string, string> = { ' >= ': ' > ', ' <= ': ' < ', ' > ': ' >= ', ' < ': ' <= ' };

function bounds(line: string): Variant[] {
  return [...line.matchAll(/ (?:>=|<=|>|<) /g)].map((match) => {
    const [sign] = match;
    const text = line.slice(0, match.index) + shifted[sign] + line.slice(match.index + sign.length);
    return { what: `${sign.trim()} becomes ${shifted[sign]?.trim()}`, text };
  });
}

/** `math.max(a, b, c)` without each of them. */
function maxima(line: string): Variant[] {
  const start = line.indexOf('math.max(');
  if (start < 0) return [];
  const open = start + 'math.max'.length;
  let depth = 0;
  let close = open;
  for (; close < line.length; close++) {
    if (line[close] === '(') depth += 1;
    if (line[close] === ')') depth -= 1;
    if (depth === 0) break;
  }
  const operands = splitAtTop(line.slice(open + 1, close), ', ');
  return operands.map((operand, i) => ({
    what: `the maximum without "${operand}"`,
    text: `${line.slice(0, open)}(${operands.toSpliced(i, 1).join(', ')})${line.slice(close + 1)}`,
  }));
}

/** A write that is left out. */
function writes(line: string): Variant[] {
  const [, command] = /^\s*redis\.call\('(\w+)'/.exec(line) ?? [];
  return command ? [{ what: `without its ${command}`, text: '' }] : [];
}

/** A key that would live for ever, or get a fresh time. */
function times(line: string): Variant[] {
  const keep = line.includes(", 'KEEPTTL'") ? [{ what: 'without KEEPTTL', text: line.replace(", 'KEEPTTL'", '') }] : [];
  const px = / 'PX', [^)]+\)/.exec(line) ? [{ what: 'without PX', text: line.replace(/, 'PX', [^)]+\)$/, ')') }] : [];
  return [...keep, ...px];
}
