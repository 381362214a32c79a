/** Whatever a person corrects, no comment is lost, nothing hidden is shown, and the order of the lines does not matter. */
import fc from 'fast-check';
import { parseCorrections } from '../../../../activities/report/corrections/parse';
import { InputFault } from '../../../../activities/report/input';
import { allOf } from '../../../../activities/report/builtin/people';
import { BUSES, claims, comments, correct, FARE, follow, NIGHTS, noted, PARKS, ROADS } from './town';
import type { Town } from './town';

const topic = fc.constantFrom(BUSES, PARKS, ROADS);
const subtopic = fc.constantFrom(NIGHTS, FARE);
const claim = fc.constantFrom(...claims.map(({ id }) => `claim:${id}`), 'claim:gone9');
const name = fc.constantFrom('"Buses"', '"Green"', '"<b>Roads</b>"', '"Parks"');
const line = fc.oneof(
  fc.tuple(fc.oneof(topic, subtopic), name).map(([of, to]) => `rename ${of} ${to}`),
  fc.tuple(topic, topic).map(([of, into]) => `merge ${of} into ${into}`),
  fc.tuple(subtopic, subtopic).map(([of, into]) => `merge ${of} into ${into}`),
  fc.tuple(topic, name, fc.oneof(claim, subtopic)).map(([of, to, part]) => `split ${of} into ${to} with ${part}`),
  fc.tuple(claim, fc.oneof(topic, subtopic)).map(([of, to]) => `move ${of} to ${to}`),
  fc.tuple(subtopic, topic).map(([of, to]) => `move ${of} to ${to}`),
  fc.oneof(claim, subtopic, topic).map((of) => `hide ${of} because "for a reason"`),
);
const lines = fc.array(line, { minLength: 1, maxLength: 6 });

/** Undefined where the lines are refused. */
async function unlessRefused(corrected: Promise<Town>): Promise<Town | undefined> {
  try {
    return await corrected;
  } catch (error) {
    if (error instanceof InputFault) return undefined;
    throw error;
  }
}

const shownIn = ({ topics }: Town) =>
  topics.flatMap(({ subtopics }) => subtopics.flatMap((one) => one.claims.flatMap(allOf)));

it('no comment is lost from the ledger, and every claim is shown once or hidden', async () => {
  let followed = 0;
  await fc.assert(
    fc.asyncProperty(lines, async (given) => {
      const result = await unlessRefused(correct(...given));
      if (!result) return;
      followed += 1;
      const inputs = result.noted.filter(({ correction }) => correction === undefined);
      expect(new Set(inputs.map(({ input }) => input)).size).toBe(inputs.length);
      const hidden = new Set(inputs.filter(({ outcome }) => outcome === 'skipped').map(({ input }) => input));
      expect([...result.comments.map(({ id }) => id), ...hidden].toSorted()).toEqual(
        [
          ...comments.map(({ id }) => id),
          ...noted.filter(({ outcome }) => outcome === 'skipped').map(({ input }) => input),
        ].toSorted(),
      );
      const shown = shownIn(result);
      expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
      const texts = new Map(result.comments.map(({ id, text }) => [id, text]));
      for (const { comment, start, end, text } of shown) expect(texts.get(comment)?.slice(start, end)).toBe(text);
      const gone = claims.filter(({ id }) => !shown.some((one) => one.id === id));
      for (const { comment, start, end, text } of gone) expect(texts.get(comment)?.slice(start, end)).not.toBe(text);
      for (const place of result.topics.flatMap((one) => [one, ...one.subtopics]))
        for (const { text } of gone.filter((one) => !shown.some((other) => other.text === one.text)))
          expect(`${place.title} ${place.description}`).not.toContain(text);
    }),
    { numRuns: 2000 },
  );
  expect(followed).toBeGreaterThan(200);
});

it('the same lines in another order are followed alike, or refused alike', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.integer(), async (given, seed) => {
      const shuffled = given
        .map((text, at) => ({ text, key: Math.sin(seed + at) }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ text }) => text);
      const [one, other] = await Promise.all([given, shuffled].map((all) => unlessRefused(correct(...all))));
      expect(other && [other.topics, other.comments]).toEqual(one && [one.topics, one.comments]);
    }),
    {
      numRuns: 1000,
      examples: [
        [
          [
            `split ${BUSES} into "Buses" with claim:fares1`,
            `split ${BUSES} into "Buses" with ${FARE}`,
            'hide claim:night1 because "for a reason"',
          ],
          244168824,
        ],
      ],
    },
  );
});

/** What is thrown for it other than that a line is wrong. */
function faultIn(text: string): unknown {
  try {
    parseCorrections(text);
  } catch (error) {
    if (!(error instanceof InputFault)) return error;
  }
  return undefined;
}

it('any text is read or refused, line by line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(faultIn(text)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

it('what is read is told in lines that read the same', async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (given) => {
      const first = parseCorrections(given.join('\n'));
      expect(parseCorrections(first.map(({ text }) => text).join('\n'))).toEqual(first);
      const twice = await Promise.all([unlessRefused(follow(first)), unlessRefused(follow(first))]);
      expect(JSON.stringify(twice[0])).toBe(JSON.stringify(twice[1]));
    }),
    { numRuns: 300 },
  );
});
