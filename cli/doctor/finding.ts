/** What the doctor finds. */
import type { Link } from '../../client/link';
import type { Link as RedisLink } from '../../redis';
import type { WorkerConfig } from '../../worker';
import type { Reader } from '../../redis/survey';

/** `note`: worth knowing, and nothing breaks. `fixed`: it was wrong. */
export type Level = 'ok' | 'note' | 'wrong' | 'fixed';

export interface Finding {
  readonly level: Level;
  readonly topic: string;
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** Does that, where it can do no harm. @returns what was done. */
  readonly fix?: () => Promise<string>;
  /** The flag that asks for it. Default `--fix`. */
  readonly flag?: string;
}

/** What the checks look at. Absent: it does not answer, which is a finding of its own. */
export interface Patient {
  readonly config: WorkerConfig;
  readonly temporal?: Link;
  readonly redis?: Reader;
  /** Its connections, as those of a worker. */
  readonly redisLink?: RedisLink;
  readonly redisEndpoint: string;
}

export const ok = (topic: string, text: string): Finding => ({ level: 'ok', topic, text });
export const note = (topic: string, text: string, remedy: string): Finding => ({ level: 'note', topic, text, remedy });
export const wrong = (topic: string, text: string, remedy: string, fix?: () => Promise<string>): Finding => ({
  level: 'wrong',
  topic,
  text,
  remedy,
  ...(fix && { fix }),
});
