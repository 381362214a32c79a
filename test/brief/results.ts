/** Results of a pipeline of four steps, in the shapes that the brief names. */

const claim = (i: number) => ({
  claim: `The buses stop at ${i % 24} o’clock`,
  quote: `"Kein Bus nach ${i} Uhr" – 🚌 \\ "${i}"`,
  speaker: `speaker ${i}`,
  topicName: 'Transport',
  subtopicName: 'Buses',
  commentId: `c${i}`,
});

export function claimsTree(count: number) {
  const claims = Array.from({ length: count }, (_, i) => claim(i));
  return { Transport: { total: count, subtopics: { Buses: { total: count, claims } } } } as Record<
    string,
    { total: number; subtopics: Record<string, { total: number; claims: ReturnType<typeof claim>[] }> }
  >;
}

const counts = { claims: 2, speakers: 2 };
const deduplicated = {
  ...claim(1),
  duplicates: [{ ...claim(2), duplicates: [], duplicated: true }],
  duplicated: false,
};

export const results: Readonly<Record<string, unknown>> = {
  clustering: [
    { topicName: 'Transport', topicShortDescription: '', subtopics: [{ subtopicName: '2024', subtopics: [] }] },
    { topicName: '__proto__', topicShortDescription: 'line\nbreak\u2028\u0000', subtopics: [] },
  ],
  claims: { ...claimsTree(2), 2024: {}, constructor: [], ['__proto__' as string]: { total: 0 } },
  sort_and_deduplicate: [
    [
      'Transport',
      { topics: [['Buses', { claims: [deduplicated], speakers: ['a', 'b'], counts }]], speakers: [], counts },
    ],
  ],
  summaries: [
    { topicName: 'Transport', summary: 'Łódź, 東京, مدينة, \ud83d\ude8c, "quoted", \\escaped\\ and empty: ' },
  ],
};
