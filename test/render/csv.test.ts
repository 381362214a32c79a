import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { claimsFile } from '../../activities/report/render/claimsFile';
import { csvOf } from '../../render/csv';
import { buildReport } from '../../activities/report/render/report';
import type { PipelineOutput, ReportClaim } from '../../activities/report/report-schema';
import { oneTopic, parts, reportParts, whole } from '../activities/report/render/trees';

const read = (csv: string): string[][] => parse(csv, { bom: true });

/** Where a spreadsheet may begin a cell: of any country, so after `;` and a line break too, quoted or not. */
const cells = (csv: string): string[] => csv.replace('\uFEFF', '').split(/[,;\r\n]"?/);

describe('a CSV', () => {
  it('begins with the mark by which spreadsheets know UTF-8, ends its lines as they do, and is read back as it was', () => {
    const rows = [['Köln, "Süd"', 'two\nlines', ' spaces ', '日本語 🚌', '', 'a;b']];
    const csv = csvOf(['a', 'b', 'c', 'd', 'e', 'f'], rows);
    expect(csv).toMatch(/^\uFEFFa,b,c,d,e,f\r\n[^]*\r\n$/);
    expect(read(csv).slice(1)).toEqual(rows);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1+1', 'so;=1+1', 'so\n=1+1', 'so;  @A1'])(
    '%j is no formula to a spreadsheet of any country',
    (text) => {
      const csv = csvOf(['text'], [[text]]);
      expect(cells(csv).filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      expect(csv).toContain("'");
    },
  );

  it('leaves a sign alone that begins no cell', () => {
    expect(read(csvOf(['text'], [['2+2=4, me@town.example, well-kept']]))[1]).toEqual([
      '2+2=4, me@town.example, well-kept',
    ]);
  });

  it('has one row a line of input, whatever is in it, and no character that nobody sees', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '"', ',', ';', '\n', '\r', '\0', '\u202E', '\u2028', 'a', ' '),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
        const csv = csvOf(['a', 'b'], rows);
        expect(read(csv)).toHaveLength(rows.length + 1);
        expect(csv).not.toMatch(/[\0\u202E\u2028]/);
      }),
    );
  });
});

const reportOf = (output: PipelineOutput): PipelineOutput['data'][1] => output.data[1];
const inOrder = (claims: readonly ReportClaim[]): ReportClaim[] =>
  claims.flatMap((claim) => [claim, ...inOrder(claim.similarClaims)]);

describe('claims.csv', () => {
  it('has a row for every quote, in the order of the report, under what it counts for', () => {
    const [first, second] = [
      { id: 'c1', text: 'Later buses.', speaker: 'Ana' },
      { id: 'c2', text: 'Please, later buses!', speaker: '=Ben' },
    ];
    const topic = oneTopic([first], 'Buses');
    topic.subtopics[0]?.claims[0]?.similar.push(whole(second));
    const report = reportOf(buildReport(parts({ topics: [topic], comments: [first, second] })));
    expect(read(claimsFile(report, [first, second]))).toEqual([
      ['topic', 'subtopic', 'claim', 'quote', 'speaker', 'comment id'],
      ['Buses', 'Subtopic', 'Later buses.', 'Later buses.', 'Ana', 'c1'],
      ['Buses', 'Subtopic', 'Later buses.', 'Please, later buses!', "'=Ben", 'c2'],
    ]);
  });

  it('says what was asked where the file had several questions', () => {
    const comments = [
      { id: 'c1', text: 'Later buses.', speaker: 'Ana', question: 'What should change?' },
      { id: 'c2', text: 'The park is fine.', speaker: 'Ana' },
    ];
    const report = reportOf(buildReport(parts({ topics: [oneTopic(comments)], comments })));
    expect(read(claimsFile(report, comments)).map((row) => row[6])).toEqual(['question', 'What should change?', '']);
  });

  it('holds every claim of every report', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const report = reportOf(buildReport(given));
        const claims = inOrder(report.topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims)));
        expect(read(claimsFile(report, given.comments))).toHaveLength(1 + claims.length);
      }),
    );
  });
});
