/** Runs that must need nobody: started a few at a time, watched all the time, and looked at closely when they have ended. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RunStatus } from '../../client';
import type { Bill } from './outside';
import type { Town } from './town';
import type { Shopping } from './workflows';

const ASK_EVERY_MS = 300;

export interface Planned {
  readonly id: string;
  readonly input: Shopping;
}

/** Waits for its end, or until it waits for a person. Rejects at `latest`. */
export async function untilDecided(town: Town, id: string, latest: number): Promise<RunStatus> {
  for (;;) {
    const now = await town.progress(id);
    if (now && now.status !== 'running') return now.status;
    if (Date.now() > latest) throw new Error(`${id} has not ended in time: ${JSON.stringify(now?.steps)}`);
    await pause(ASK_EVERY_MS);
  }
}

/** Resolves when the run has ended. Rejects at once when it waits for a person, and at `latest`. */
export async function untilEnded(town: Town, id: string, latest: number): Promise<void> {
  const status = await untilDecided(town, id, latest);
  if (status !== 'paused' && status !== 'waiting') return;
  const steps = (await town.progress(id))?.steps ?? [];
  const why = steps.filter((row) => row.status === 'paused').map(({ message }) => message);
  throw new Error(`${id} waits for a person: ${why.join('; ')}`);
}

/** Starts `atOnce` of the runs, and the next one whenever one has ended. */
export async function inTurns(town: Town, runs: readonly Planned[], atOnce: number, latest: number): Promise<void> {
  const waiting = [...runs];
  const lane = async (): Promise<void> => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      await town.start('shoppingPipeline', run.id, run.input);
      await untilEnded(town, run.id, latest);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Whether a promise has settled: asked now and then by who works as long as it has not. */
export function endOf(promise: Promise<unknown>): { isThere: () => boolean; reached: Promise<void> } {
  let isOver = false;
  const over = (): void => void (isOver = true);
  const reached = promise.then(over, over);
  return { isThere: () => isOver, reached };
}

/** Looks what Redis has until `done` settles: the books then know what was recorded before each fault. */
export async function lookingOn(town: Town, done: Promise<unknown>): Promise<void> {
  const end = endOf(done);
  while (!end.isThere()) {
    await town.books.look();
    await Promise.race([end.reached, pause(ASK_EVERY_MS)]);
  }
}

/** What a run came to: its own words, the bills that took effect, and under how many keys bills of it were sent. */
export interface Outcome {
  readonly result: unknown;
  readonly settled: readonly Bill['outcomes'][];
  readonly keys: number;
}

export async function outcomeOf(town: Town, { id }: Planned): Promise<Outcome> {
  const { status, result } = await town.client.handle(id).result();
  const of = (bills: readonly Bill[]): readonly Bill[] => bills.filter(({ run }) => run === id);
  const keys = new Set(of(town.outside.bills).map(({ key }) => key)).size;
  return { result: { status, result }, settled: of(town.outside.settled).map(({ outcomes }) => outcomes), keys };
}

/** Every item has its outcome in one bill, and the run says so. It may have been sent again, under the same key. */
export function complete({ id, input }: Planned): Outcome {
  const items = Array.from({ length: input.count }, (_, i) => `${id} ${i}`);
  const outcomes = items.map((item) => [item, 'ok', `paid ${item}`] as const);
  return { result: { status: 'ok', result: { ok: input.count, failed: 0 } }, settled: [outcomes], keys: 1 };
}
