import type * as Tinyld from 'tinyld';

/** The language that a text looks like, '' where it looks like none. Loaded with the first text: it takes a sixth of a worker's start. */
export function detect(text: string): string {
  return (require('tinyld') as typeof Tinyld).detect(text);
}
