/**
 * Waits until everything is open, lets `use` have it, and closes it all, also when something did not open or `use` failed:
 * an open connection would keep the process.
 */
export async function withOpened<T extends { close(): void }, Result>(
  opening: Promise<T>[],
  use: (opened: T[]) => Promise<Result>,
): Promise<Result> {
  const outcomes = await Promise.allSettled(opening);
  try {
    return await use(await Promise.all(opening));
  } finally {
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') outcome.value.close();
  }
}
