/** What stands in a lock and in the queue for one, as begin.lua and acquire.lua write it. Outside of Lua it is known here alone. */

/** How a lock begins as long as it is this acquisition's (renew.lua). */
export const beginningOf = ({ token, owner }: { readonly token: number; readonly owner: string }): string =>
  `${token} ${owner} `;

export interface Held {
  readonly token: number;
  readonly owner: string;
  /** redis/scope.ts; of a resource whatever its holder said of itself, or nothing. */
  readonly scope: string;
}

export interface HeldStep extends Held {
  readonly seq: number;
  /** A later attempt has asked for it. */
  readonly revoked: boolean;
}

/** Of a step: `<token> <owner> <h|r> <seq> <scope>`. Undefined where there is none. */
export function readStepLock(text: string | null): HeldStep | undefined {
  const [, token, owner = '', flag, seq, scope = ''] = /^(\d+) (\S+) ([hr]) (\d+) (.*)$/s.exec(text ?? '') ?? [];
  if (token === undefined) return undefined;
  return { token: Number(token), owner, scope, seq: Number(seq), revoked: flag === 'r' };
}

/** Of a resource: `<token> <owner> <h|w> <label>`. Undefined where there is none. */
export function readResourceLock(text: string | null): Held | undefined {
  const [, token, owner = '', label = ''] = /^(\d+) (\S+) [hw] (.*)$/s.exec(text ?? '') ?? [];
  return token === undefined ? undefined : { token: Number(token), owner, scope: scopeIn(label) };
}

/** The scope of a waiter for a resource: `<last seen, ms> <channel> <label>`. */
export const readWaiter = (text = ''): string => scopeIn(/^\d+ \S+ (.*)$/s.exec(text)?.[1] ?? '');

/** What is written down of who asks for a resource: the token of the step lock under which it is wanted (0: none), and the scope. */
export const labelOf = (stepToken: number, scope: string): string => `${stepToken} ${scope}`;

const scopeIn = (label: string): string => /^\d+ (.*)$/s.exec(label)?.[1] ?? '';
