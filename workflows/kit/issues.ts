/** What a schema says of a value, in one line for people. Plain code: the guard and the kernel say it in the same words. */
import type { z } from 'zod';

/** So many of the things that are wrong with a value are told. */
const MAX_ISSUES = 5;

/** As people would: `rows[3].price: Invalid input: expected number, received string; …`. */
export function issuesIn({ issues }: z.ZodError): string {
  const told = issues.slice(0, MAX_ISSUES).map(({ path, message }) => `${placeOf(path)}${message}`);
  const more = issues.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return place === '' ? '' : `${place.replace(/^\./, '')}: `;
}
