/** Exit codes, and what is said when a command cannot do what it was asked. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  cancelled: 4,
  unreachable: 5,
  paused: 6,
  interrupted: 130,
} as const;

/** What was asked for is wrong: the message says what, where, why and what to do. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** The command was told to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Neither configured nor running here. */
export class NoServers extends Error {
  override readonly name = 'NoServers';
}

/**
 * By the names of errors, their own and those of our rooms: what throws them takes 0.7 s of CPU to load, which no `--help` and no
 * mistyped option should wait for. A test holds the names to the classes.
 */
const codes: ReadonlyMap<string, number> = new Map([
  ['Usage', EXIT.usage],
  ['InputFault', EXIT.usage],
  ['StartInvalid', EXIT.usage],
  ['PipelineUnknown', EXIT.usage],
  ['RunInputChanged', EXIT.usage],
  ['RunNotFound', EXIT.usage],
  ['ScheduleNotFound', EXIT.usage],
  ['NotPossible', EXIT.usage],
  ['AnswerInvalid', EXIT.usage],
  ['ConfigInvalid', EXIT.usage],
  ['RedisAddressInvalid', EXIT.usage],
  ['Interrupted', EXIT.interrupted],
  ['NoServers', EXIT.unreachable],
  ['TemporalUnreachable', EXIT.unreachable],
  ['TemporalUnfit', EXIT.unreachable],
  ['RedisUnreachable', EXIT.unreachable],
  ['RedisRefused', EXIT.unreachable],
  ['RedisUnfit', EXIT.unreachable],
]);

export const exitCodeOf = (error: unknown): number =>
  (error instanceof Error ? codes.get(error.name) : undefined) ?? EXIT.failed;
