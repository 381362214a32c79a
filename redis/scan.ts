/**
 * Everything that SCAN, SSCAN or HSCAN finds, a page at a time. While Redis resizes a table, or moves slots, something may come
 * twice.
 */
export async function* pagesOf(
  scan: (cursor: string) => Promise<[next: string, page: string[]]>,
): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, page] = await scan(cursor);
    yield page;
    cursor = next;
  } while (cursor !== '0');
}
