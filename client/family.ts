/** A run with its children (`run.child`), as people see and steer it: through their parent. */
import type { RunProgress, StepRow, WaitRow } from '../workflows/kit';
import { RunNotFound } from './errors';
import type { Link } from './link';
import { progressOf } from './progress';

/** So many children that go on are asked each time; the others are shown as what their parent knows of them. */
const MAX_ASKED = 50;

interface Said {
  readonly row: StepRow;
  readonly id: string;
  /** Absent where no worker answers for it, or Temporal does not know it. */
  readonly progress?: RunProgress;
}

/** What its children that go on say, in the order of their rows. Their own children are not asked. */
export async function childrenOf(link: Link, { steps }: RunProgress): Promise<readonly Said[]> {
  const live = steps.flatMap((row) =>
    row.child !== undefined && row.status === 'running' ? [{ row, id: row.child }] : [],
  );
  return Promise.all(
    live.slice(0, MAX_ASKED).map(async ({ row, id }) => {
      const progress = await progressOf(link, id).catch(unlessUnknown);
      return { row, id, ...(progress && { progress }) };
    }),
  );
}

/** The row of a child is there before the child is, and Temporal may have forgotten it before its parent. */
function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof RunNotFound)) throw error;
}

/** What a run says, with what its children say: one that waits for a person makes its row, and the run, wait for one. */
export async function withChildren(link: Link, own: RunProgress): Promise<RunProgress> {
  const said = await childrenOf(link, own);
  const told = await Promise.all(
    said.map(async ({ row, progress }) => ({ row, progress: progress && (await withChildren(link, progress)) })),
  );
  return together(own, new Map(told.flatMap(({ row, progress }) => (progress ? [[row.name, progress] as const] : []))));
}

/** @param of what the children say that go on, by the names of their rows. */
export function together(own: RunProgress, of: ReadonlyMap<string, RunProgress>): RunProgress {
  if (of.size === 0) return own;
  const steps = own.steps.map((row) => withChild(row, of.get(row.name)));
  const waits: WaitRow[] = [...own.waits, ...[...of.values()].flatMap((child) => child.waits)];
  const isPaused = own.status === 'paused' || steps.some(({ status }) => status === 'paused');
  const live = isPaused ? 'paused' : waits.length > 0 ? 'waiting' : own.status;
  const goesOn = own.status === 'running' || own.status === 'waiting';
  return { ...own, steps, waits, waitingFor: waits.map(({ name }) => name), status: goesOn ? live : own.status };
}

function withChild(row: StepRow, child: RunProgress | undefined): StepRow {
  if (!child) return row;
  const paused = child.steps.filter(({ status }) => status === 'paused');
  if (child.status === 'paused') {
    const why = paused.map(({ name, message = '' }) => `${name}: ${message}`);
    const message = child.heldFor === undefined ? why.join('; ') : `paused by hand: ${child.heldFor}`;
    return { ...row, status: 'paused', message };
  }
  const under = child.steps.filter(({ status }) => status === 'running').map(({ name }) => name);
  const doing = child.waitingFor.length > 0 ? `waits for ${child.waitingFor.join(', ')}` : under.join(', ');
  return doing === '' ? row : { ...row, message: doing };
}
