import type { RunReport } from '../../client';
import { html, type Html } from '../../render/escape';
import { duration, shortNames, signOf, toneOf } from './format';
import { graphOf, type Node } from './graph';

const BOX = { width: 152, height: 44 };
const GAP = { x: 18, y: 14 };
const EDGE = 4;
const MAX_NAME = 18;
const MAX_AMOUNT = 9;

const cut = (name: string): string => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);

/** Large numbers would meet the time. */
function amount({ done, total }: NonNullable<Node['step']['items']>): string {
  const text = `${done}/${total}`;
  return text.length > MAX_AMOUNT ? `${Math.floor((done / total) * 100)}%` : text;
}

/** Steps from left to right; each line leads from an output to who reads it. */
export function graphSection({ steps }: RunReport): Html {
  const { nodes, edges } = graphOf(steps);
  const nameOf = shortNames(steps);
  const rows = Math.max(...nodes.map(({ row }) => row), 0) + 1;
  const columns = Math.max(...nodes.map(({ depth }) => depth), 0) + 1;
  const width = columns * (BOX.width + GAP.x) - GAP.x + 2 * EDGE;
  const height = rows * (BOX.height + GAP.y) - GAP.y + 2 * EDGE;
  const inColumn = (depth: number): number => nodes.filter((node) => node.depth === depth).length;
  const left = ({ depth }: Node): number => EDGE + depth * (BOX.width + GAP.x);
  const top = ({ depth, row }: Node): number =>
    EDGE + row * (BOX.height + GAP.y) + ((rows - inColumn(depth)) * (BOX.height + GAP.y)) / 2;
  const edge = ([from, to]: readonly [Node, Node]): Html => {
    const [x1, y1, x2, y2] = [left(from) + BOX.width, top(from) + BOX.height / 2, left(to), top(to) + BOX.height / 2];
    const bend = Math.max(GAP.x, (x2 - x1) / 2);
    return html`<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" />`;
  };
  const box = (node: Node): Html => {
    const { name, status, durationMs, items } = node.step;
    const done = items ? amount(items) : '';
    return html`<g class="node ${toneOf(status)}">
      <title>${name}: ${status}</title>
      <rect x="${left(node)}" y="${top(node)}" width="${BOX.width}" height="${BOX.height}" rx="6" />
      <text class="name" x="${left(node) + 10}" y="${top(node) + 18}">${cut(nameOf(name))}</text>
      <text class="fact" x="${left(node) + 10}" y="${top(node) + 35}"
        >${signOf(status)} ${durationMs > 0 ? duration(durationMs) : status}</text
      >
      <text class="fact" x="${left(node) + BOX.width - 10}" y="${top(node) + 35}" text-anchor="end">${done}</text>
    </g>`;
  };
  const said = steps.map(({ name, reads }) => `${name} reads ${reads.join(', ') || 'no step'}`).join('; ');
  return html`<section id="graph">
    <h2>Graph</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Graph of the steps">
      <svg width="${width}" height="${height}" role="img" aria-label="${said}">${edges.map(edge)}${nodes.map(box)}</svg>
    </div>
    <p class="note">
      A line leads from a step to those that read its output. Lines that follow from others are left out; the table
      below has them all.
    </p>
  </section>`;
}
