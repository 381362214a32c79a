/** What a command is made of. The definitions are in `commands/`; help and docs/cli.md are made from them. */
import { Option } from 'commander';
import type { DevFlags } from './dev/dev';
import type { LedgerFlags } from './ledger';
import type { NewFlags } from './new/new';
import type { Output } from './output';
import type { ReplayFlags } from './replay';
import type { StartFlags } from './runs';
import type { ScheduleFlags } from './schedule';
import type { RetryFlags } from './steer';

/** Options as commander gives them: absent, or of the kind their definition says. */
export interface Flags extends StartFlags, RetryFlags, ReplayFlags, LedgerFlags, DevFlags, NewFlags, ScheduleFlags {
  readonly json?: boolean;
  readonly out?: string;
  readonly html?: string;
  readonly memory?: boolean;
  readonly reason?: string;
  readonly value?: string;
  readonly fix?: boolean;
  readonly removeOldSchemas?: boolean;
  readonly acl?: boolean;
}

export interface Definition {
  /** As commander reads it: `retry <id> [step]`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: readonly Option[];
  /** Arguments and what they are for, without the name of the program. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** @returns the exit code. */
  readonly run: (flags: Flags, output: Output, ...args: string[]) => Promise<number>;
  /** Commands of its own, `schedule list`. Options of the command above them may stand before or after their name. */
  readonly parts?: readonly Definition[];
}

export const option = (flags: string, description: string): Option => new Option(flags, description);
export const required = (flags: string, description: string): Option =>
  new Option(flags, description).makeOptionMandatory();
