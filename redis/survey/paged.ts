const PAGE = 100;

/** Asks for all, a hundred at a time: a run may have a hundred thousand keys, and a database as many runs. */
export async function paged<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let first = 0; first < all.length; first += PAGE)
    answers.push(...(await Promise.all(all.slice(first, first + PAGE).map(ask))));
  return answers;
}

export async function filtered<T>(all: readonly T[], keep: (one: T) => Promise<boolean>): Promise<T[]> {
  const kept = await paged(all, keep);
  return all.filter((_, i) => kept[i]);
}
