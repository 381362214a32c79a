/** Nothing that a report shows of people's attributes says more than is meant: small groups cannot be found by any sum or difference. */
import fc from 'fast-check';
import { groupsOf, type Groups, type Spoken } from '../../../activities/report/groups';
import { MIN_GROUP, type Attribute } from '../../../activities/report/model';

interface Town {
  readonly attributes: readonly Attribute[];
  readonly spoken: Spoken;
}

/** Random people who speak on some of a few topics; most values are common, some rare, some people say nothing of themselves. */
const towns: fc.Arbitrary<Town> = fc
  .record({
    names: fc.uniqueArray(fc.constantFrom('age', 'district', '__proto__'), { minLength: 1, maxLength: 3 }),
    topics: fc.integer({ min: 1, max: 6 }),
    talk: fc.integer({ min: 1, max: 3 }),
    people: fc.array(
      fc.record({
        values: fc.array(fc.option(fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', 'constructor'), { freq: 6 }), {
          minLength: 3,
          maxLength: 3,
        }),
        topics: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
      }),
      // Without a size fast-check makes no more than twenty, and hardly a group is shown.
      { minLength: 5, maxLength: 90, size: 'max' },
    ),
  })
  .map(({ names, topics, talk, people }) => ({
    attributes: names.map((name, at) => ({
      name,
      people: people.flatMap(({ values }, i): [string, string][] => {
        const value = values[at];
        return value === null || value === undefined ? [] : [[`Speaker ${i}`, value]];
      }),
    })),
    spoken: Array.from({ length: topics }, (_, topic) => ({
      topic: `t${topic}`,
      people: new Set(
        people.flatMap((person, i) =>
          person.topics.slice(0, talk).some((one) => one % topics === topic) ? [`Speaker ${i}`] : [],
        ),
      ),
    })),
  }));

const valueOf = ({ values, shown }: Groups, speaker: string): string | undefined => values[shown.get(speaker) ?? -1];
const always = (holds: (town: Town, groups: Groups[]) => void): void =>
  fc.assert(
    fc.property(towns, (town) => holds(town, groupsOf(town.attributes, town.spoken))),
    { numRuns: 400 },
  );

it('in every topic a group, and any combination of groups, is nobody or at least five people', () => {
  let most = 0;
  always(({ spoken }, groups) => {
    for (const { people } of spoken)
      for (let chosen = 1; chosen < 1 << groups.length; chosen++) {
        const some = groups.filter((_, at) => (chosen & (1 << at)) !== 0);
        const counts = new Map<string, number>();
        for (const speaker of people) {
          const values = some.map((group) => valueOf(group, speaker));
          if (values.some((value) => value === undefined)) continue;
          counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
        }
        for (const n of counts.values()) expect(n).toBeGreaterThanOrEqual(MIN_GROUP);
        most = Math.max(most, ...counts.values());
      }
  });
  expect(most).toBeGreaterThan(2 * MIN_GROUP);
});

it('what is left of a topic when all that is shown is taken away is nobody, at least five people, or everybody', () => {
  always((_, groups) => {
    for (const { topics } of groups)
      for (const { people, others, total } of topics) {
        const sum = people.reduce<number>((all, n) => all + (n ?? 0), 0);
        expect(sum + others).toBe(total);
        expect(others === 0 || sum === 0 || others >= MIN_GROUP).toBe(true);
      }
  });
});

it('all is as if those who are not shown had said nothing of themselves: no hidden number can be worked out, not even by who knows the rule', () => {
  let hidden = 0;
  always(({ attributes, spoken }, groups) => {
    const silent = attributes.map(({ name, people }, at) => ({
      name,
      people: people.filter(([speaker]) => groups[at]?.shown.has(speaker)),
    }));
    hidden += attributes.flatMap(({ people }) => people).length - silent.flatMap(({ people }) => people).length;
    expect(groupsOf(silent, spoken)).toEqual(groups);
  });
  expect(hidden).toBeGreaterThan(500);
});

it('a number is of people who have that value, and counts no more of them than there are', () => {
  always(({ attributes, spoken }, groups) => {
    for (const [at, group] of groups.entries()) {
      const told = new Map(attributes[at]?.people);
      for (const speaker of group.shown.keys()) expect(valueOf(group, speaker)).toBe(told.get(speaker));
      for (const [row, { people }] of group.topics.entries())
        for (const [place, n] of people.entries()) {
          const real = [...(spoken[row]?.people ?? [])].filter((one) => told.get(one) === group.values[place]).length;
          expect(n ?? 0).toBeLessThanOrEqual(real);
        }
    }
  });
});

it('the order of people, of topics and of rows changes nothing', () => {
  always(({ attributes, spoken }, groups) => {
    const turned = attributes.map(({ name, people }) => ({ name, people: people.toReversed() }));
    const again = groupsOf(turned, spoken.toReversed());
    for (const [at, group] of again.entries()) {
      expect(group.values).toEqual(groups[at]?.values);
      expect(group.topics.toReversed()).toEqual(groups[at]?.topics);
    }
  });
});

it('people who speak of one topic each are all shown where each group is large', () => {
  const people = Array.from({ length: 40 }, (_, i) => `Speaker ${i}`);
  const [group] = groupsOf(
    [{ name: 'age', people: people.map((speaker, i) => [speaker, i % 4 < 3 ? '65+' : '18–24']) }],
    [
      { topic: 'buses', people: new Set(people.slice(0, 20)) },
      { topic: 'parks', people: new Set(people.slice(20)) },
    ],
  );
  expect(group?.values).toEqual(['18–24', '65+']);
  expect(group?.topics).toEqual([
    { topic: 'buses', people: [5, 15], others: 0, total: 20 },
    { topic: 'parks', people: [5, 15], others: 0, total: 20 },
  ]);
});

it('where a few say nothing, so many of the largest group stay unsaid with them that there are five, and not all of a group', () => {
  const people = Array.from({ length: 40 }, (_, i) => `Speaker ${i}`);
  const said = people.slice(2).map((speaker, i): [string, string] => [speaker, i % 4 < 3 ? '65+' : '18–24']);
  const [group] = groupsOf([{ name: 'age', people: said }], [{ topic: 'buses', people: new Set(people) }]);
  expect(group?.topics).toEqual([{ topic: 'buses', people: [9, 26], others: 5, total: 40 }]);
});
