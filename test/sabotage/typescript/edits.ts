import { isNode, nodesIn, type Node, type Place } from './parse';

/** Another text for a piece of a source. */
export interface Edit {
  /** `without "await"`: what changes, in words and in the text that stood there. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All ways to break what stands at a place. */
export function editsAt(place: Place, source: string): Edit[] {
  const { node } = place;
  const said = ({ start, end }: Pick<Node, 'start' | 'end'>): string => source.slice(start, end);
  const change = (at: Node, what: string, text: string): Edit => ({ what, start: at.start, end: at.end, text });
  return makers.flatMap((make) => make({ ...place, node, said, change }));
}

interface At extends Place {
  /** The text of a node. */
  readonly said: (node: Pick<Node, 'start' | 'end'>) => string;
  readonly change: (at: Node, what: string, text: string) => Edit;
}

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
};

/** Always and never: who notices neither would not notice the opposite. A loop that never ends says nothing, so only never. */
function conditions({ node, above, said, change }: At): Edit[] {
  const { test } = node;
  if (!isNode(test)) return [];
  const never = change(test, `never: ${short(said(test))}`, `(false && (${said(test)}))`);
  if (node.type === 'WhileStatement' || node.type === 'ForStatement') return [never];
  if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return [];
  const always = change(test, `always: ${short(said(test))}`, `(true || (${said(test)}))`);
  return leavesOut(node, above, said) ? [always] : [never, always];
}

/**
 * `...(a === undefined ? {} : { a })`, `...(a !== undefined && { a })`: the types want a field to be absent, and whoever reads
 * it, or writes it as JSON, sees no difference to one that is undefined.
 */
function leavesOut(node: Node, above: readonly Node[], said: At['said']): boolean {
  const isAnd = node['operator'] === '&&';
  const [test, fields] = isAnd ? [node['left'], node['right']] : [node['test'], node['alternate']];
  if (above.at(-1)?.type !== 'SpreadElement' || !isNode(test) || !isNode(fields)) return false;
  const { left, operator, right } = test;
  if (operator !== (isAnd ? '!==' : '===') || !isNode(left) || !isNode(right) || said(right) !== 'undefined')
    return false;
  const { consequent } = node;
  if (!isAnd && !(isNode(consequent) && said(consequent) === '{}')) return false;
  if (fields.type !== 'ObjectExpression') return false;
  const values = nodesIn(fields['properties']).map(({ value }) => (isNode(value) ? said(value) : ''));
  return values.every((value) => value === said(left));
}

/** `&&`, `||` and `??`: one side alone, and the other operator. */
function operands({ node, above, said, change }: At): Edit[] {
  const { left, right, operator } = node;
  if (node.type !== 'LogicalExpression' || !isNode(left) || !isNode(right)) return [];
  const name = (side: Node, other: Node) => `${short(said(other))} without "${String(operator)} ${short(said(side))}"`;
  const alone = [
    change(node, name(right, left), `(${said(left)})`),
    ...(leavesOut(node, above, said) ? [] : [change(node, name(left, right), `(${said(right)})`)]),
  ];
  if (operator === '??') return alone;
  const another = operator === '&&' ? '||' : '&&';
  return [
    ...alone,
    change(node, `${short(said(node))} with ${another}`, `((${said(left)}) ${another} (${said(right)}))`),
  ];
}

const turned: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
};

function operators({ node, said, change }: At): Edit[] {
  const { left, right, operator } = node;
  if (node.type !== 'BinaryExpression' || !isNode(left) || !isNode(right)) return [];
  const other = turned[String(operator)];
  if (other === undefined) return [];
  return [change(node, `${short(said(node))} with ${other}`, `${said(left)} ${other} ${said(right)}`)];
}

/** Small numbers are counts, where one more matters; large ones are sizes and times. */
function constants({ node, said, change }: At): Edit[] {
  if (node.type === 'BooleanLiteral') return [change(node, `not ${said(node)}`, String(node['value'] !== true))];
  if (node.type !== 'NumericLiteral') return [];
  const value = Number(node['value']);
  const other = value <= 10 ? value + 1 : value * 10;
  return [change(node, `${said(node)} is ${other}`, String(other))];
}

function awaits({ node, said, change }: At): Edit[] {
  const { argument } = node;
  if (node.type !== 'AwaitExpression' || !isNode(argument)) return [];
  return [change(node, `no await: ${short(said(argument))}`, said(argument))];
}

/** Calls and assignments that stand alone, and returns of nothing. */
function statements({ node, said, change }: At): Edit[] {
  const { expression } = node;
  const without = [change(node, `without ${short(said(node))}`, ';')];
  if (node.type === 'ReturnStatement') return node['argument'] === null ? without : [];
  if (node.type !== 'ExpressionStatement' || !isNode(expression)) return [];
  const isOne = /^(Call|Await|Assignment|Update|OptionalCall)Expression$/.test(expression.type);
  return isOne || expression.type === 'UnaryExpression' ? without : [];
}

const isText = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'TemplateLiteral';

/** Statements that stand one below the other, and the first two arguments of a call. */
function neighbours({ node, said, change }: At): Edit[] {
  const swapped = (first: Node, second: Node): Edit => {
    const between = said({ start: first.end, end: second.start });
    const all = { ...node, start: first.start, end: second.end };
    return change(all, `swapped: ${short(said(all))}`, `${said(second)}${between}${said(first)}`);
  };
  if (node.type === 'BlockStatement') {
    const lines = nodesIn(node['body']);
    return lines.slice(1).flatMap((line, i) => {
      const before = lines[i];
      const areTwo = before?.type === 'ExpressionStatement' && line.type === 'ExpressionStatement';
      return areTwo && !areApart(before, line, said) ? [swapped(before, line)] : [];
    });
  }
  if (node.type !== 'CallExpression') return [];
  const [first, second] = nodesIn(node['arguments']);
  if (!first || !second) return [];
  // In any order they are the same.
  if (isNode(node['callee']) && /^Math\.(?:min|max)$/.test(said(node['callee']))) return [];
  // Words for people in another order are not worth a test.
  return isText(first) && isText(second) ? [] : [swapped(first, second)];
}

/** Two assignments that call nothing, neither of which reads what the other sets: nobody looks between the two. */
function areApart(first: Node, second: Node, said: At['said']): boolean {
  const targetOf = ({ expression }: Node): string => {
    const left = isNode(expression) && expression.type === 'AssignmentExpression' ? expression['left'] : undefined;
    return isNode(left) ? said(left) : '';
  };
  const leavesAlone = (one: Node, other: Node): boolean =>
    targetOf(one) !== '' && !said(other).includes('(') && !said(other).includes(targetOf(one));
  return leavesAlone(first, second) && leavesAlone(second, first);
}

/** A field of an object, an element of a list. Where a type wants it the compiler notices, and the mutant is none. */
function members({ node, said, change }: At): Edit[] {
  const parts = node.type === 'ObjectExpression' ? node['properties'] : node['elements'];
  if (node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression') return [];
  const all = nodesIn(parts);
  const [open, close] = node.type === 'ObjectExpression' ? ['{ ', ' }'] : ['[', ']'];
  return all.map((part, i) =>
    change(node, `no member ${short(said(part))}`, `${open}${all.toSpliced(i, 1).map(said).join(', ')}${close}`),
  );
}

const sisters: Readonly<Record<string, string>> = { min: 'max', max: 'min', some: 'every', every: 'some' };
const inPassing = new Set(['toSorted', 'toReversed', 'filter', 'slice', 'trim']);

/** `min` for `max`, `every` for `some`; a list that is not sorted, reversed, filtered or cut. */
function methods({ node, said, change }: At): Edit[] {
  const { callee } = node;
  if (node.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return [];
  const { object, property } = callee;
  if (!isNode(object) || !isNode(property)) return [];
  const name = said(property);
  const sister = sisters[name];
  if (sister !== undefined) return [change(property, `${short(said(node))} with ${sister}`, sister)];
  return inPassing.has(name)
    ? [change(node, `without .${short(said({ ...property, end: node.end }))}`, said(object))]
    : [];
}

/** `return` of a condition: the opposite. */
function returns({ node, above, said, change }: At): Edit[] {
  const { argument } = node;
  if (node.type !== 'ReturnStatement' || !isNode(argument)) return [];
  const around = above.findLast(({ type }) => /Function|Method/.test(type))?.['returnType'];
  const declared = isNode(around) && isNode(around['typeAnnotation']) ? around['typeAnnotation'].type : '';
  if (declared !== 'TSBooleanKeyword' && declared !== 'TSTypePredicate') return [];
  return [change(argument, `returns not ${short(said(argument))}`, `!(${said(argument)})`)];
}

const makers = [
  conditions,
  operands,
  operators,
  constants,
  awaits,
  statements,
  neighbours,
  members,
  methods,
  returns,
] as const;
