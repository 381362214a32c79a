/** The ways to break a piece of TypeScript, and the names that what is explained is known by. */
import { root } from '../copy';
import { explained } from './explained';
import { mutantsOf, roomOf, rooms, shuffled, typescriptMutants } from './mutants';

const source = `
import type { A } from './a';
const MOST = 3;
export class Hold {
  async assertHeld(at: number): Promise<void> {
    if (at >= MOST && this.open) throw new Error('over');
    await this.first();
    this.second(at, MOST);
  }
  get left(): boolean {
    return this.list.toSorted().some((one) => one.isOpen);
  }
}`;
/** What differs between the source and a mutant, as [from, to]. */
const broken = mutantsOf('redis/hold.ts', source).map(({ name, change }) => [name, change(source)] as const);
/** Of the code as it is. */
const all = typescriptMutants(root);
const textOf = (name: string): string => new Map(broken).get(name) ?? 'no such mutant';

test.each([
  ['MOST', '3 is 4', 'const MOST = 4;'],
  ['Hold.assertHeld', 'never: at >= MOST && this.open', 'if ((false && (at >= MOST && this.open))) throw'],
  ['Hold.assertHeld', 'always: at >= MOST && this.open', 'if ((true || (at >= MOST && this.open))) throw'],
  ['Hold.assertHeld', 'this.open without "&& at >= MOST"', 'if ((this.open)) throw'],
  ['Hold.assertHeld', 'at >= MOST without "&& this.open"', 'if ((at >= MOST)) throw'],
  ['Hold.assertHeld', 'at >= MOST && this.open with ||', 'if (((at >= MOST) || (this.open))) throw'],
  ['Hold.assertHeld', 'at >= MOST with >', 'if (at > MOST && this.open) throw'],
  ['Hold.assertHeld', 'no await: this.first()', '\n    this.first();'],
  ['Hold.assertHeld', 'without await this.first();', "'over');\n    ;\n    this.second"],
  [
    'Hold.assertHeld',
    'swapped: await this.first(); this.second(at, MOST);',
    'this.second(at, MOST);\n    await this.first();',
  ],
  ['Hold.assertHeld', 'swapped: at, MOST', 'this.second(MOST, at);'],
  ['Hold.left', 'without .toSorted()', 'return this.list.some('],
  ['Hold.left', 'this.list.toSorted().some((one) => one.isOpen) with every', 'this.list.toSorted().every('],
  ['Hold.left', 'returns not this.list.toSorted().some((one) => one.isOpen)', 'return !(this.list'],
])('in %s: %s', (within, what, text) => {
  const name = within === 'MOST' ? `redis/hold.ts ${what}` : `redis/hold.ts ${within} ${what}`;
  expect(textOf(name)).toContain(text);
  expect(textOf(name)).not.toBe(source);
});

test('a name stays the same when lines move, and no two mutants have the same', () => {
  const names = broken.map(([name]) => name);
  expect(mutantsOf('redis/hold.ts', `// More above.\n\n${source}`).map(({ name }) => name)).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});

test('what lies in folders of a room is broken too, and belongs to the room', () => {
  const roomsOf = (folder: string): string[] => [
    ...new Set(all.filter(({ file }) => file.startsWith(`${folder}/`)).map(roomOf)),
  ];
  for (const folder of ['activities/kit/attempt', 'activities/kit/map', 'client/inspect', 'redis'])
    expect(roomsOf(folder)).toEqual([rooms.find((room) => folder.startsWith(room))]);
});

test('what nobody could tell apart is no mutant', () => {
  const of = (text: string) => mutantsOf('client/a.ts', text).map(({ name }) => name);
  const never = 'client/a.ts never: a === undefined';
  expect(of('const b = { ...(a === undefined ? {} : { a }) };')).not.toContain(never);
  expect(of('const b = { ...(a === undefined ? {} : { c: a }) };')).not.toContain(never);
  expect(of('const b = { ...(a === undefined ? {} : { a: cut(a) }) };')).toContain(never);
  expect(of('const b = { ...(a === undefined ? { c } : { a }) };')).toContain(never);
  expect(of('const b = a === undefined ? {} : { a };')).toContain(never);
  const alone = 'client/a.ts { a } without "&& a !== undefined"';
  expect(of('const b = { ...(a !== undefined && { a }) };')).not.toContain(alone);
  expect(of('const b = { ...(a !== null && { a }) };')).toContain(alone.replace('undefined', 'null'));
  expect(of('const b = a !== undefined && { a };')).toContain(alone);
  expect(of('Math.max(a, b);')).not.toContain('client/a.ts swapped: a, b');
  const swapped = (first: string, second: string) => [
    `client/a.ts swapped: ${first} ${second}`,
    `{ ${first} ${second} }`,
  ];
  for (const [name, text = ''] of [swapped('a = 1;', 'b = 2;'), swapped('this.a = c;', 'this.b = d ?? e;')])
    expect(of(text)).not.toContain(name);
  for (const [name, text = ''] of [
    swapped('a = 1;', 'b = a;'),
    swapped('a = 1;', 'b = c();'),
    swapped('a = b();', 'c;'),
  ])
    expect(of(text)).toContain(name);
  expect(of('most(a, b);')).toContain('client/a.ts swapped: a, b');
});

test('what the compiler refuses in a function that declares what it returns, it refuses in that file', () => {
  const isHidden = (text: string) =>
    mutantsOf('client/a.ts', text).find(({ name }) => name.includes('1 is 2'))?.isHidden;
  expect(isHidden('export function a(): number { return b(() => 1); }')).toBe(true);
  expect(isHidden('export const a = (): number => 1;')).toBe(true);
  expect(isHidden('export class A { constructor() { b(1); } }')).toBe(true);
  expect(isHidden('export function a() { return 1; }')).toBe(false);
  expect(isHidden('export const a = (b = 1): number => b;')).toBe(false);
  expect(isHidden('export class A { a = 1; }')).toBe(false);
  expect(isHidden('export const a = 1;')).toBe(false);
});

test('a seed decides the order, and nothing else does', () => {
  const mutants = mutantsOf('redis/hold.ts', source);
  const order = (seed: string) => shuffled(mutants, seed).map(({ name }) => name);
  expect(order('a')).toEqual(shuffled(mutants.toReversed(), 'a').map(({ name }) => name));
  expect(order('b')).not.toEqual(order('a'));
  expect(order('b').toSorted()).toEqual(order('a').toSorted());
});

test('what is explained is a mutant of the code as it is', () => {
  const names = new Set(all.map(({ name }) => name));
  expect(Object.keys(explained).filter((name) => !names.has(name))).toEqual([]);
});
