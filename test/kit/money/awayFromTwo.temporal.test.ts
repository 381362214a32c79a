/** As away.temporal.test.ts, but of two workers: one may take over what the other has in flight when that happens, and no more. */
import { OUTAGES_MS, useOutages } from './outages';

const play = useOutages(2);

it(
  'rule 13: while Redis is away, at any moment and for up to 3 s, of two workers one pays again at most what the other has in flight',
  async () => expect(await play()).toEqual([]),
  OUTAGES_MS,
);
