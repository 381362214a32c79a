import fc from 'fast-check';
import { buildReport } from '../../../../activities/report/render/report';
import { PipelineOutput, type ReportClaim, type ReportTopic } from '../../../../activities/report/report-schema';
import { oneTopic, parts, reportParts, whole } from './trees';

const topicsOf = (output: PipelineOutput): ReportTopic[] => output.data[1].topics;
const inReadingOrder = (claims: readonly ReportClaim[]): ReportClaim[] =>
  claims.flatMap((claim) => [claim, ...inReadingOrder(claim.similarClaims)]);
const claimsOf = (output: PipelineOutput): ReportClaim[] =>
  inReadingOrder(topicsOf(output).flatMap((t) => t.subtopics.flatMap((s) => s.claims)));

describe('the report', () => {
  it('is read back from its JSON by its own schema without a change', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const output = buildReport(given);
        expect(PipelineOutput.parse(JSON.parse(JSON.stringify(output)))).toEqual(output);
      }),
    );
  });

  it('quotes every claim as an exact slice of its source', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const output = buildReport(given);
        const sources = new Map(output.data[1].sources.map((s) => [s.id, s.data]));
        for (const { text, reference } of claimsOf(output).flatMap((c) => c.quotes)) {
          const source = sources.get(reference.sourceId);
          if (source?.[0] !== 'text' || reference.data[0] !== 'text') throw new Error('not a text');
          const { startIdx, endIdx } = reference.data[1];
          expect(source[1].text.slice(startIdx, endIdx)).toBe(text);
        }
      }),
    );
  });

  it('numbers claims from 1 in reading order, a primary before the similar ones under it', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const numbers = claimsOf(buildReport(given)).map((c) => c.number);
        expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      }),
    );
  });

  it('gives no id twice, though subtopics of different topics share theirs', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const output = buildReport(given);
        const topics = topicsOf(output);
        const claims = claimsOf(output);
        const quotes = claims.flatMap((c) => c.quotes);
        const ids = [topics, topics.flatMap((t) => t.subtopics), claims, quotes, quotes.map((q) => q.reference)];
        const all = ids.flatMap((list) => list.map((x) => x.id));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('keeps the given order of topics, subtopics and claims, whatever their names (also with one topic)', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const told = given.topics
          .map((t) => ({ title: t.title, subtopics: t.subtopics.filter((s) => s.claims.length > 0) }))
          .filter((t) => t.subtopics.length > 0)
          .map((t) => [t.title, t.subtopics.map((s) => [s.title, s.claims.map((c) => c.id)])]);
        const kept = topicsOf(buildReport(given)).map((t) => [
          t.title,
          t.subtopics.map((s) => [s.title, s.claims.map((c) => c.id)]),
        ]);
        expect(kept).toEqual(told);
      }),
    );
  });

  it('is the same, byte for byte, apart from the date and the metadata block', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const first = buildReport(given);
        const later = buildReport({ ...given, date: '2027-05-06T07:08:09.000Z', durationMs: 99, costUsd: 1.5 });
        expect(later.data[1].date).toBe('2027-05-06T07:08:09.000Z');
        later.data[1].date = first.data[1].date;
        later.metadata = first.metadata;
        expect(JSON.stringify(later)).toBe(JSON.stringify(first));
      }),
    );
  });

  it('refuses a claim that is not a span of its comment, and says which and what to do', () => {
    const comment = { id: 'c1', text: 'Buses must run later', speaker: 'Ana' };
    const claim = { ...whole(comment), text: 'Buses [...] later', similar: [] };
    const topic = oneTopic([]);
    topic.subtopics[0]?.claims.push(claim);
    expect(() => buildReport(parts({ topics: [topic], comments: [comment] }))).toThrow(
      'The claim claim-c1 is not the text at 0–20 of comment c1. Run the claims step again (retry --from claims).',
    );
    expect(() => buildReport(parts({ topics: [topic], comments: [] }))).toThrow(
      /names a comment that is not there: comment c1/,
    );
  });

  it('carries descriptions and summaries of its topics, also of one called __proto__', () => {
    const comment = { id: 'c1', text: 'Buses must run later', speaker: 'Ana' };
    const topics = [{ ...oneTopic([comment]), id: '__proto__', title: '__proto__' }];
    const output = buildReport(
      parts({ topics, comments: [comment], summaries: [{ topic: '__proto__', text: 'In short' }] }),
    );
    expect(topicsOf(output)).toMatchObject([
      { title: '__proto__', description: 'All about it', summary: 'In short', topicColor: 'brown' },
    ]);
    expect(topicsOf(output)[0]?.subtopics[0]?.description).toBe('A part of it');
  });

  it('colours topics in a fixed order that starts again after nine', () => {
    const comments = Array.from({ length: 10 }, (_, i) => ({ id: `c${i}`, text: `Comment ${i}`, speaker: 'Ana' }));
    const topics = comments.map((c, i) => ({ ...oneTopic([c]), id: `t${i}` }));
    expect(topicsOf(buildReport(parts({ topics, comments }))).map((t) => t.topicColor)).toEqual(
      'brown blueSky greenLeaf purple violet yellow blueSea red greenLime brown'.split(' '),
    );
  });

  it('puts duration, start, cost and analyser into the metadata', () => {
    const { metadata } = buildReport(parts({ durationMs: 42, costUsd: 0.25, analyser: 'llm gpt-x' }));
    const startTimestamp = Date.UTC(2026, 0, 2, 3, 4, 5);
    expect(metadata[1]).toEqual({ startTimestamp, duration: 42, totalCost: '0.2500', author: 'llm gpt-x' });
  });
});
