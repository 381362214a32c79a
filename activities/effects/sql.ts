/** An effect on a SQL database as a step: its author writes the statements, and nothing of fences, keys or transactions. */
import { z } from 'zod';
import type { Data, Fields, JsonSchema, Step, WireInput, WireOutput } from '../kit/contract';
import type { EffectContext, GivesNothing, InlineOutput, Renamed } from '../kit/authoring/define';
import { EFFECT_BYTES } from '../kit/attempt/effect';
import { nonRetryable } from '../kit/errors';
import { checkedBy, issuesIn, jsonOf } from '../kit/content/json';
import { formerNames } from '../kit/authoring/keep';
import { withOutput } from '../kit/authoring/nothing';
import { inPostgres } from './postgres';
import type { PgPool, PgTransaction } from './postgres';
import { inSqlite } from './sqlite';
import type { SqliteDatabase } from './sqlite';

/** What needs no `to`: a pool of PostgreSQL of the name `sql` in `deps`. */
export interface SqlDeps {
  readonly sql: PgPool;
}

interface SqlEffectBase<I extends Fields, O extends InlineOutput> extends Renamed {
  /** Raise it when the statements would be others for the same input. */
  readonly version: number;
  readonly input: I;
  /** At most 4 KiB. What does not fit it is rolled back. */
  readonly output: O;
  /** The output when a person skips the step; only then can it be skipped. */
  readonly whenSkipped?: Data<O>;
  /** Names what the statements write: one attempt anywhere writes it at a time, and none that was overtaken. */
  resource(input: Data<I>): string;
  /** The business key, as people know it. Default: run, step and input. */
  idempotencyKey?(input: Data<I>): string;
  /** The statements overwrite what they wrote before: they run again where the step does, and no answer is kept. */
  readonly replaces?: boolean;
}

export interface PostgresEffectDefinition<I extends Fields, O extends InlineOutput, D> extends SqlEffectBase<I, O> {
  /** Which of the pools in `deps`. Default: `deps.sql`. */
  to?(deps: D): PgPool;
  /** Statements of one transaction, and nothing else: it begins and ends outside. */
  run(input: Data<I>, tx: PgTransaction): Promise<Data<O>>;
}

export interface SqliteEffectDefinition<
  I extends Fields,
  O extends InlineOutput,
  D,
  Db extends SqliteDatabase,
> extends SqlEffectBase<I, O> {
  /** Which of the databases in `deps`. */
  to(deps: D): Db;
  /** Statements of one transaction, and nothing else: it begins and ends outside. Not async: nobody comes in between. */
  run(input: Data<I>, db: Db): Data<O>;
}

/**
 * A step that writes to PostgreSQL (a pool of the shape of `pg`) or SQLite (`better-sqlite3`, `node:sqlite`), once.
 *
 * One transaction raises the fence of the resource to the step's token, looks whether this key was answered before, runs the
 * author's statements, and keeps the answer beside them. So a writer that was overtaken changes nothing (`StaleToken`), and an
 * attempt after one that died behind its commit is answered with what that one did. The locks are looked at before the
 * statements and right before the commit; the step's signal rolls back. Errors of statements are tried again, unless they are
 * `nonRetryable`; an answer that does not fit the output is rolled back, and ends the step (`OutputInvalid`, `TooLarge`).
 *
 * Once, for as long as the row in `pipeline_effects` is there; see docs/guarantees.md.
 */
export function sqlEffect<const I extends Fields, const O extends InlineOutput>(
  definition: PostgresEffectDefinition<I, O, SqlDeps>,
): Step<WireInput<I>, WireOutput<O>, SqlDeps>;
export function sqlEffect<const I extends Fields, const O extends InlineOutput, D>(
  definition: PostgresEffectDefinition<I, O, D> & { to(deps: D): PgPool },
): Step<WireInput<I>, WireOutput<O>, D>;
export function sqlEffect<const I extends Fields, const O extends InlineOutput, D, Db extends SqliteDatabase>(
  definition: SqliteEffectDefinition<I, O, D, Db>,
): Step<WireInput<I>, WireOutput<O>, D>;
export function sqlEffect<const I extends Fields>(
  definition: Quiet<PostgresEffectDefinition<I, never, SqlDeps>, Promise<void>>,
): Step<WireInput<I>, null, SqlDeps>;
export function sqlEffect<const I extends Fields, D>(
  definition: Quiet<PostgresEffectDefinition<I, never, D>, Promise<void>> & { to(deps: D): PgPool },
): Step<WireInput<I>, null, D>;
export function sqlEffect<const I extends Fields, D, Db extends SqliteDatabase>(
  definition: Quiet<SqliteEffectDefinition<I, never, D, Db>, void>,
): Step<WireInput<I>, null, D>;
export function sqlEffect(definition: AnySqlEffect): { readonly kind: 'step' } {
  const run = async (input: unknown, step: EffectContext<unknown>): Promise<unknown> => {
    const [firstName = step.name] = formerNames(definition);
    const db = definition.to?.(step.deps) ?? (step.deps as SqlDeps).sql;
    const transaction: Transaction = {
      resource: definition.resource(input),
      token: step.token,
      // Read only where it counts: a step that reads its key is one whose answer is kept.
      ...(definition.replaces === true ? {} : { done: { step: firstName, key: step.idempotencyKey } }),
      signal: step.signal,
      assertHeld: () => step.assertHeld(),
      answerOf: (value) => answerOf(step.name, definition.output, value),
    };
    const answer = isPool(db)
      ? await inPostgres(db, transaction, async (tx) => definition.run(input, tx))
      : inSqlite(db, transaction, () => definition.run(input, db));
    return JSON.parse(answer) as unknown;
  };
  const step = { kind: 'step', ...withOutput({ ...definition, run }) } as const;
  return step;
}

/** The same where the statements answer nothing. */
type Quiet<D extends { run(...given: never[]): unknown }, Returned> = Omit<D, 'output' | 'whenSkipped' | 'run'> &
  GivesNothing & { run(...given: Parameters<D['run']>): Returned };

interface AnySqlEffect extends Renamed {
  readonly output?: InlineOutput | undefined;
  readonly replaces?: boolean;
  resource(input: unknown): string;
  to?(deps: unknown): PgPool | SqliteDatabase;
  run(input: unknown, tx: unknown): unknown;
}

/** One transaction of an effect, whatever database it is on. */
export interface Transaction {
  readonly resource: string;
  readonly token: number;
  /** What its answer is kept under: the first name of the step, and its key. */
  readonly done?: { readonly step: string; readonly key: string };
  readonly signal: AbortSignal;
  assertHeld(): void;
  /** The answer as it is kept. Throws, final, where it cannot be. */
  answerOf(value: unknown): string;
}

const isPool = (db: PgPool | SqliteDatabase): db is PgPool => 'connect' in db;

/** Looked at here while it can still be rolled back; the guard would refuse it when all is done. */
function answerOf(step: string, output: InlineOutput | undefined, value: unknown): string {
  // What a statement happens to give back (`db.exec`) is no answer of a step that has none.
  if (output === undefined) return 'null';
  const schema = output instanceof z.ZodType ? output : z.object(output as Record<string, JsonSchema>);
  const checked = checkedBy(schema, step, () => value);
  if (!checked.success)
    throw nonRetryable(
      'OutputInvalid',
      `${step}: its answer is not what it declares, and was rolled back: ${issuesIn(checked.error)}`,
    );
  const answer = jsonOf(`${step}: its answer`, checked.data ?? null);
  const bytes = Buffer.byteLength(answer);
  if (bytes <= EFFECT_BYTES) return answer;
  throw nonRetryable(
    'TooLarge',
    `${step}: its answer has ${bytes} bytes, at most ${EFFECT_BYTES}, and was rolled back. Return counts or ids.`,
  );
}
