import type { Word } from '../../../../testing/simulation/bytes';
import { RedisError, type Reply } from '../../../../testing/simulation/replies';

/** A command as one would type it, or as words where one has a space or bytes in it; and what any Redis answers. */
export type Step = readonly [command: string | readonly (Word | number)[], answer: Answer];

export type Answer = string | Buffer | number | null | { readonly error: string } | readonly Answer[];

/** Titles, and the steps that show it on an empty server. */
export type Cases = Readonly<Record<string, readonly Step[]>>;

export const wrongType = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
export const notAnInteger = { error: 'ERR value is not an integer or out of range' };
export const notAFloat = { error: 'ERR value is not a valid float' };
export const syntax = { error: 'ERR syntax error' };
export const outOfMemory = { error: "OOM command not allowed when used memory > 'maxmemory'." };
export const arity = (name: string) => ({ error: `ERR wrong number of arguments for '${name}' command` });

function wordsOf(command: Step[0]): [name: string, ...(Word | number)[]] {
  const [name = '', ...words] = typeof command === 'string' ? command.split(' ') : command;
  return [String(name), ...words];
}

type Call = (name: string, ...words: (Word | number)[]) => Answer | Promise<Answer>;

/** @returns the same commands with the answers of another server: equal to the steps when it is a Redis. */
export async function answersTo(steps: readonly Step[], call: Call): Promise<Step[]> {
  const answers: Step[] = [];
  for (const [command] of steps) answers.push([command, await answerTo(() => call(...wordsOf(command)))]);
  return answers;
}

/** Replies of different clients in one form. */
export function answerOf(reply: Reply): Answer {
  if (reply instanceof RedisError) return { error: reply.message };
  if (Array.isArray(reply)) return reply.map(answerOf);
  return reply !== null && typeof reply === 'object' && 'text' in reply ? reply.text : reply;
}

/** The answer, or the error as one. */
export async function answerTo(call: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
