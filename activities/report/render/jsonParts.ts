/** JSON of plain data, `JSON.stringify` to the letter, handed on in parts: one for every list's item and every field that is no list. */
export function writeJson(value: unknown, write: (part: string) => void): void {
  if (Array.isArray(value)) {
    write('[');
    for (const [at, item] of value.entries()) {
      if (at > 0) write(',');
      writeJson(item ?? null, write);
    }
    write(']');
  } else if (holdsLists(value)) {
    write('{');
    let separator = '';
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      write(`${separator}${JSON.stringify(key)}:`);
      writeJson(field, write);
      separator = ',';
    }
    write('}');
  } else write(JSON.stringify(value));
}

/** Somewhere below: what holds none is small. */
function holdsLists(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.values(value).some(holdsLists);
}
