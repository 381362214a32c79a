import { parse } from '@babel/parser';

/** A node of the syntax tree: its kind, where its text begins and ends, and its parts. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

/** One node and all above it, the nearest last. */
export interface Place {
  readonly node: Node;
  readonly above: readonly Node[];
}

/** Every node of a source outside of types, in the order of the text. */
export function placesIn(source: string): Place[] {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  return walk(program as unknown as Node, []);
}

const isType = ({ type }: Node): boolean =>
  (type.startsWith('TS') && !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'].includes(type)) ||
  type === 'ImportDeclaration';

function walk(node: Node, above: readonly Node[]): Place[] {
  if (isType(node)) return [];
  const below = [...above, node];
  const parts = Object.entries(node).flatMap(([name, part]) => (name.endsWith('Comments') ? [] : nodesIn(part)));
  return [{ node, above }, ...parts.flatMap((part) => walk(part, below))];
}

/** The nodes that a part of a node is: itself, or its elements. */
export function nodesIn(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(nodesIn);
  return isNode(part) ? [part] : [];
}

export function isNode(part: unknown): part is Node {
  return (
    typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string' && 'start' in part
  );
}

/** Whether it lies in the body of a function that declares what it returns, or of a constructor: nobody outside sees another type. */
export function isHidden({ node, above }: Place): boolean {
  const all = [...above, node];
  return all.some(
    (around, i) => (isNode(around['returnType']) || around['kind'] === 'constructor') && around['body'] === all[i + 1],
  );
}

/** `Hold.assertHeld`, `keepingOf`; of a nameless function the one around it; `` at the top of a file. */
export function functionAround(above: readonly Node[]): string {
  const names = above.flatMap((node, i) => {
    if (node.type === 'ClassDeclaration') return [nameOf(node['id'])];
    if (node.type === 'ClassMethod' || node.type === 'ClassPrivateMethod' || node.type === 'ObjectMethod')
      return [nameOf(node['key'])];
    if (node.type === 'FunctionDeclaration') return [nameOf(node['id'])];
    if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return [];
    const parent = above[i - 1];
    return [nameOf(parent?.['id'] ?? (parent?.type.endsWith('Property') ? parent['key'] : undefined))];
  });
  return names.filter((name) => name !== '').join('.');
}

function nameOf(part: unknown): string {
  if (!isNode(part)) return '';
  if (part.type === 'PrivateName') return `#${nameOf(part['id'])}`;
  return typeof part['name'] === 'string' ? part['name'] : '';
}
