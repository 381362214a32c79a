import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Mutant } from '../luaMutants';
import { editsAt } from './edits';
import { functionAround, isHidden, placesIn } from './parse';

/** One way to break one function. */
export interface TypescriptMutant extends Mutant {
  /** The function that is broken: `Hold.assertHeld`, or `` at the top of a file. */
  readonly within: string;
  /** Whether the compiler sees what is wrong with it in this file alone. */
  readonly isHidden: boolean;
}

/** The rooms whose TypeScript is broken, with all that is in them; `redis/lua` has a generator of its own. */
export const rooms = ['workflows/kit', 'activities/kit', 'activities/effects', 'client', 'worker', 'redis'];

/** Nothing runs in them: names that are passed on, and a pipeline's list of files. */
const hasCode = (name: string): boolean => name.endsWith('.ts') && !['index.ts', 'public.ts'].includes(basename(name));

/**
 * Every mutant of these rooms. Its name is the file, the function, and what changes in the words of the source: it stays
 * the same when lines move.
 */
export function typescriptMutants(root: string): TypescriptMutant[] {
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter(hasCode)
      .toSorted()
      .flatMap((name) => mutantsOf(`${room}/${name}`, readFileSync(join(root, room, name), 'utf8'))),
  );
}

export function mutantsOf(file: string, source: string): TypescriptMutant[] {
  const seen = new Map<string, number>();
  return placesIn(source).flatMap((place) =>
    editsAt(place, source).map(({ what, start, end, text }) => {
      const within = functionAround(place.above);
      const name = [file, within, what].filter((part) => part !== '').join(' ');
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      return {
        name: nth === 1 ? name : `${name} (${nth})`,
        file,
        within,
        isHidden: isHidden(place),
        change: (whole: string) => whole.slice(0, start) + text + whole.slice(end),
      };
    }),
  );
}

/** In an order that the seed decides: the first of them are a sample that nobody has chosen. */
export function shuffled<M extends Mutant>(mutants: readonly M[], seed: string): M[] {
  const rank = (name: string): string => createHash('sha256').update(`${seed} ${name}`).digest('hex');
  const ranked = mutants.map((mutant) => ({ mutant, at: rank(mutant.name) }));
  return ranked.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ mutant }) => mutant);
}

export const roomOf = ({ file }: Mutant): string => rooms.find((room) => file.startsWith(`${room}/`)) ?? '';
