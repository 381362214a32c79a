import type { Bytes } from '../bytes';

const tokens = /\\([^])|\[(\^?)((?:\\[^]|[^\]])*)\]?|[^]/g;

/** Redis' glob patterns: `*`, `?`, `[a-c]`, `[^ab]`, and `\` in front of a character that means itself. */
export function matcher(pattern: Bytes): (key: Bytes) => boolean {
  const source = pattern.replace(tokens, (token: string, escaped?: string, not?: string, members?: string) => {
    if (escaped !== undefined) return literal(escaped);
    if (members !== undefined) return `[${not}${members.replace(/\\([^])|[[\]\\^]/g, classMember)}]`;
    if (token === '*') return '[^]*';
    return token === '?' ? '[^]' : literal(token);
  });
  const regExp = new RegExp(`^${source}$`);
  return (key) => regExp.test(key);
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
const classMember = (token: string, escaped?: string): string => `\\${escaped ?? token}`.replace(/\\(\w)/, '$1');
