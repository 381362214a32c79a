/**
 * Whose attributes a report may show. A report shows who spoke of which topic, so whoever is shown under a value ("65 and older") is known to
 * have it wherever that person speaks. The rule therefore decides on people and not on cells: everything that is shown is made of the people
 * who remain, and is the same as if the others had said nothing of themselves. `docs/report-format.md` has the rule in words, and its limits.
 */
import { byName, compare, shortHash } from './hash';
import { MIN_GROUP, type Attribute, type SortedTopic } from './model';

export interface TopicGroups {
  /** The topic's id in the report. */
  readonly topic: string;
  /** How many people who may be shown spoke of it, by value; `undefined` where none may. */
  readonly people: readonly (number | undefined)[];
  /** Everybody else who spoke of it: who has another value, or said none, or may not be shown. */
  readonly others: number;
  readonly total: number;
}

export interface Groups {
  readonly name: string;
  /** Those under which people are shown, in natural order. */
  readonly values: readonly string[];
  readonly topics: readonly TopicGroups[];
  /** Speakers by their value's place in `values`: those alone who may be shown. */
  readonly shown: ReadonlyMap<string, number>;
}

interface Profile {
  /** One for each attribute; undefined where none is shown. */
  readonly values: (string | undefined)[];
  /** The order in which people are taken out: nobody can tell it who does not know what all of them said. */
  readonly rank: string;
}

/** Each topic with the people who speak in it. */
export type Spoken = readonly { readonly topic: string; readonly people: ReadonlySet<string> }[];

/** Who speaks in a topic: in a claim of it, or in one that says the same. */
export const spokenIn = (topics: readonly SortedTopic[]): Spoken =>
  topics.map(({ id, subtopics }) => {
    const claims = subtopics.flatMap((subtopic) => subtopic.claims);
    return {
      topic: id,
      people: new Set(claims.flatMap((claim) => [claim, ...claim.similar].map((one) => one.speaker))),
    };
  });

/**
 * What of the attributes may be shown. For each topic, each value and each combination of values of several attributes, nobody or at least
 * `MIN_GROUP` people are shown, and nobody or at least as many are not. Of two attributes that together make too small a group, the later
 * one is given up.
 */
export function groupsOf(attributes: readonly Attribute[], spoken: Spoken): Groups[] {
  const profiles = profilesOf(attributes);
  const topics = spoken.map(({ people }) =>
    [...people].map((speaker) => profiles.get(speaker)).filter((profile) => profile !== undefined),
  );
  const heard = new Set(topics.flat());
  while (hideSmall(topics) || hideBeside(attributes.length, topics, spoken)) continue;
  return attributes.map(({ name }, at) => {
    const shown = [...profiles].filter(([, profile]) => heard.has(profile) && profile.values[at] !== undefined);
    const values = [...new Set(shown.map(([, profile]) => profile.values[at] ?? ''))].sort(byName);
    const places = new Map(values.map((value, place) => [value, place]));
    return {
      name,
      values,
      shown: new Map(shown.map(([speaker, profile]) => [speaker, places.get(profile.values[at] ?? '') ?? 0])),
      topics: spoken.map(({ topic, people }, row) => {
        const counts = countsOf(topics[row] ?? [], at);
        const others = people.size - [...counts.values()].reduce((sum, n) => sum + n, 0);
        return { topic, people: values.map((value) => counts.get(value)), others, total: people.size };
      }),
    };
  });
}

function profilesOf(attributes: readonly Attribute[]): Map<string, Profile> {
  const said = attributes.map(({ people }) => people.map((one) => JSON.stringify(one)).sort());
  const salt = shortHash(...said.flat());
  const profiles = new Map<string, Profile>();
  for (const [at, { people }] of attributes.entries())
    for (const [speaker, value] of people) {
      const own = profiles.get(speaker) ?? {
        values: attributes.map(() => undefined),
        rank: shortHash(salt, speaker),
      };
      own.values[at] = value;
      profiles.set(speaker, own);
    }
  return profiles;
}

function countsOf(profiles: readonly Profile[], at: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const profile of profiles) {
    const value = profile.values[at];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Takes the (last) value of everybody who would be one of too few in a topic. @returns whether there was anybody. */
function hideSmall(topics: readonly (readonly Profile[])[]): boolean {
  const small: [Profile, number][] = [];
  for (const profiles of topics) {
    const groups = new Map<string, { last: number; members: Profile[] }>();
    for (const profile of profiles)
      for (const { key, last } of combinations(profile)) {
        const group = groups.get(key) ?? { last, members: [] };
        group.members.push(profile);
        groups.set(key, group);
      }
    for (const { last, members } of groups.values())
      if (members.length < MIN_GROUP) for (const profile of members) small.push([profile, last]);
  }
  for (const [profile, at] of small) profile.values[at] = undefined;
  return small.length > 0;
}

/** Each value alone, each two together, and so on: whoever can look for one can look for all of them. */
function combinations({ values }: Profile): { key: string; last: number }[] {
  let found: { key: string; last: number }[] = [];
  for (const [at, value] of values.entries()) {
    if (value === undefined) continue;
    const own = JSON.stringify([at, value]);
    found = [...found, ...found.map(({ key }) => ({ key: key + own, last: at })), { key: own, last: at }];
  }
  return found;
}

/**
 * Where nearly everybody of a topic is shown, the few others are known by what they are not: some of its largest group go with them, or, where
 * that is too small for it, all of its smallest one.
 * @returns whether there was anybody.
 */
function hideBeside(attributes: number, topics: readonly (readonly Profile[])[], spoken: Spoken): boolean {
  const taken: [Profile, number][] = [];
  for (const [row, profiles] of topics.entries())
    for (let at = 0; at < attributes; at++) {
      const counts = [...countsOf(profiles, at)].sort(([a, n], [b, m]) => n - m || byName(a, b));
      const others = (spoken[row]?.people.size ?? 0) - counts.reduce((sum, [, n]) => sum + n, 0);
      if (others === 0 || others >= MIN_GROUP) continue;
      const missing = MIN_GROUP - others;
      const [largest = '', most = 0] = counts.at(-1) ?? [];
      const spares = most - missing >= MIN_GROUP;
      const given = spares ? largest : counts[0]?.[0];
      const members = profiles.filter(({ values }) => values[at] !== undefined && values[at] === given);
      const some = members.sort((a, b) => compare(a.rank, b.rank)).slice(0, spares ? missing : members.length);
      for (const profile of some) taken.push([profile, at]);
    }
  for (const [{ values }, at] of taken) values[at] = undefined;
  return taken.length > 0;
}
