import { roomOf, rooms, type TypescriptMutant } from './mutants';
import type { Verdict } from './judge';
import { explained } from './explained';

export type End = 'killed' | 'explained' | 'survived';

export function endOf({ mutant, killedBy }: Verdict): End {
  if (killedBy) return 'killed';
  return explained[mutant.name] === undefined ? 'survived' : 'explained';
}

/** Folder × mutants (whether they compile or not) × judged × killed × explained × survived. */
export function tableOf(verdicts: readonly Verdict[], all: readonly TypescriptMutant[]): string {
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(20) : String(cell).padStart(10))).join('');
  const counts = (isOne: (mutant: TypescriptMutant) => boolean): number[] => {
    const ends = verdicts.filter(({ mutant }) => isOne(mutant)).map(endOf);
    const count = (end: End): number => ends.filter((one) => one === end).length;
    return [all.filter(isOne).length, ends.length, count('killed'), count('explained'), count('survived')];
  };
  return [
    row(['folder', 'mutants', 'judged', 'killed', 'explained', 'survived']),
    ...rooms.map((room) => row([room, ...counts((mutant) => roomOf(mutant) === room)])),
    row(['all', ...counts(() => true)]),
  ].join('\n');
}

export function lineOf(verdict: Verdict): string {
  const { mutant, killedBy, files, ms } = verdict;
  const by = killedBy ? `: ${killedBy.file}: ${killedBy.test}` : `, ${files} test files run it`;
  return `${endOf(verdict)} (${Math.round(ms / 1000)} s) ${mutant.name}${by}`;
}
