/**
 * The claim: Redis is away for a while at some moment of a paid map. One worker pays for each item once, also when the
 * lease is lost meanwhile. A failure names its seed.
 */
import { OUTAGES_MS, useOutages } from './outages';

const play = useOutages(1);

it(
  'rule 13: while Redis is away, at any moment and for up to 3 s, one worker pays for each item once',
  async () => expect(await play()).toEqual([]),
  OUTAGES_MS,
);
