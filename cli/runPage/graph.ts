/** Where the steps stand in the graph of who reads whose output. */
import type { StepReport } from '../../client';

export interface Node {
  readonly step: StepReport;
  /** Column: one more than that of the farthest step it reads. */
  readonly depth: number;
  readonly row: number;
}

export interface Graph {
  readonly nodes: readonly Node[];
  /** Without those that follow from others. */
  readonly edges: readonly (readonly [from: Node, to: Node])[];
}

export function graphOf(steps: readonly StepReport[]): Graph {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const reads = (name: string): string[] => (byName.get(name)?.reads ?? []).filter((one) => byName.has(one));
  const depths = new Map<string, number>();
  /** A step that reads itself through others is no step of ours; it is drawn all the same. */
  const depthOf = (name: string, path: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const below = reads(name).filter((one) => !path.includes(one));
    const depth = Math.max(-1, ...below.map((one) => depthOf(one, [...path, name]))) + 1;
    depths.set(name, depth);
    return depth;
  };
  const rows = new Map<number, number>();
  const nodes = steps.map((step): Node => {
    const depth = depthOf(step.name, [step.name]);
    const row = rows.get(depth) ?? 0;
    rows.set(depth, row + 1);
    return { step, depth, row };
  });
  const nodeOf = new Map(nodes.map((node) => [node.step.name, node]));
  const edges = nodes.flatMap((to) =>
    reads(to.step.name).flatMap((name) => {
      const from = nodeOf.get(name);
      return from && !isImplied(name, to.step.name, reads) ? [[from, to] as const] : [];
    }),
  );
  return { nodes, edges };
}

/** Whether `to` reads `from` also by way of something else it reads. */
function isImplied(from: string, to: string, reads: (name: string) => string[]): boolean {
  const seen = new Set([to]);
  const open = reads(to).filter((name) => name !== from);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const below = reads(name);
    if (below.includes(from)) return true;
    open.push(...below);
  }
  return false;
}
