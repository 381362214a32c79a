/** Exit codes, and what is said when a command cannot do what it was asked. */
import {
  AnswerInvalid,
  NotPossible,
  PipelineUnknown,
  RunInputChanged,
  RunNotFound,
  ScheduleNotFound,
  StartInvalid,
  TemporalUnreachable,
} from '../client';
import { RedisAddressInvalid, RedisFailure, RedisUnfit } from '../redis';
import { ConfigInvalid } from '../worker/config';
import { TemporalUnfit } from '../worker/temporalUnfit';

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

const codes: readonly [abstract new (...args: never[]) => Error, number][] = [
  [Usage, EXIT.usage],
  [StartInvalid, EXIT.usage],
  [PipelineUnknown, EXIT.usage],
  [RunInputChanged, EXIT.usage],
  [RunNotFound, EXIT.usage],
  [ScheduleNotFound, EXIT.usage],
  [NotPossible, EXIT.usage],
  [AnswerInvalid, EXIT.usage],
  [ConfigInvalid, EXIT.usage],
  [RedisAddressInvalid, EXIT.usage],
  [Interrupted, EXIT.interrupted],
  [NoServers, EXIT.unreachable],
  [TemporalUnreachable, EXIT.unreachable],
  [TemporalUnfit, EXIT.unreachable],
  [RedisFailure, EXIT.unreachable],
  [RedisUnfit, EXIT.unreachable],
];

/** What the report says of a file. It is a package of its own: its errors are known by their names. */
const isInputFault = (error: unknown): boolean => error instanceof Error && error.name === 'InputFault';

export function exitCodeOf(error: unknown): number {
  if (isInputFault(error)) return EXIT.usage;
  return codes.find(([type]) => error instanceof type)?.[1] ?? EXIT.failed;
}
