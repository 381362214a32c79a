/** What a report's files say of people's attributes: the numbers that may be shown, and of nobody what they are. */
import { claimsFile } from '../../../../activities/report/render/claimsFile';
import { groupsFile } from '../../../../activities/report/render/groupsFile';
import { renderReport } from '../../../../activities/report/render/html';
import { buildReport, type ReportParts } from '../../../../activities/report/render/report';
import { PipelineOutput } from '../../../../activities/report/report-schema';
import { AGE, grouped, PEOPLE } from '../../../report/groupedSample';

/** Every file, as it is published. */
function files(parts: ReportParts): { json: string; page: string; claims: string; groups: string } {
  const output = buildReport(parts);
  const [, report] = output.data;
  return {
    json: JSON.stringify(output),
    page: renderReport(output, parts.ledger, parts.groups),
    claims: claimsFile(report, parts.comments),
    groups: groupsFile(report),
  };
}

const withoutTags = (page: string): string => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

it('a table counts people by topic and value, hides what is of too few, and has the others and all beside', () => {
  const { page } = files(grouped());
  const table = withoutTags(/<table class="groups">.*?<\/table>/s.exec(page)?.[0] ?? '');
  expect(table).toContain('Topic 18–24 65+ Others All');
  expect(table).toContain('Pool 7 6 6 19');
  expect(table).toContain('Buses &lt;5 &lt;5 4 4');
  expect(page).not.toContain('25–64');
  expect(page).not.toContain('Ninety');
});

it('the files are the same to the byte as if those who are not shown had said nothing of themselves', () => {
  const parts = grouped();
  const shown = parts.groups?.[0]?.shown ?? new Map();
  const silent = { ...PEOPLE, people: PEOPLE.people.filter(([speaker]) => shown.has(speaker)) };
  expect(silent.people).toHaveLength(13);
  expect(files(grouped([silent]))).toEqual(files(parts));
});

it('report.json and claims.csv say of nobody in which group they are, and are what they were but for the table', () => {
  const { json, claims } = files(grouped());
  const plain = files(grouped([]));
  const { groups, ...report } = PipelineOutput.parse(JSON.parse(json)).data[1];
  expect({ ...report, groups: [] }).toEqual(PipelineOutput.parse(JSON.parse(plain.json)).data[1]);
  expect(groups?.[0]).toMatchObject({ name: AGE, values: ['18–24', '65+'], fewest: 5 });
  expect(groups?.[0]?.topics[0]).toMatchObject({ people: [7, 6], others: 6, total: 19 });
  expect(groups?.[0]?.topics[1]).toMatchObject({ people: [null, null] });
  expect(claims).toBe(plain.claims);
});

it('the page marks claims of those alone who may be shown, and offers those values alone', () => {
  const { page } = files(grouped());
  const marked = Array.from(page.matchAll(/data-groups="([^"]*)"/g), ([, mark = '']) => mark);
  expect(marked.toSorted()).toEqual([...Array<string>(7).fill('0-0'), ...Array<string>(6).fill('0-1')]);
  expect([...page.matchAll(/<option value="(0-\d)">([^<]*)/g)].map(([, mark, value]) => [mark, value])).toEqual([
    ['0-0', '18–24'],
    ['0-1', '65+'],
  ]);
});

it('groups.csv has a row for each topic and group; it is empty where no attribute was asked for', () => {
  const { groups } = files(grouped());
  expect(groups.split('\r\n').slice(0, 6)).toEqual([
    '\uFEFFtopic,attribute,value,people',
    'Pool,Age group,18–24,7',
    'Pool,Age group,65+,6',
    'Pool,Age group,(others),6',
    'Pool,Age group,(all),19',
    'Buses,Age group,18–24,<5',
  ]);
  expect(groupsFile(buildReport({ ...grouped(), groups: undefined } as never).data[1])).toBe('');
});

it('says so where no group is large enough, and offers no filter', () => {
  const { page } = files(grouped([{ name: AGE, people: [['Ana', '65+']] }]));
  expect(withoutTags(page)).toContain('No group is large enough to be shown');
  expect(page).not.toMatch(/name="group-|data-groups|65\+/);
});

it('a hostile name or value of an attribute is mere text', () => {
  const hostile = '"><script>alert(1)</script>';
  const people = PEOPLE.people.map(([speaker, value]): [string, string] => [speaker, `${hostile}${value}`]);
  const { page, groups } = files(grouped([{ name: `=${hostile}`, people }]));
  expect(page).not.toContain('<script>alert');
  expect(page.split('&lt;script&gt;alert').length).toBeGreaterThan(6);
  expect(groups).toContain(`'=`);
});
