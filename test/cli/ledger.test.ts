import { parse } from 'csv-parse/sync';
import { csvOfLedger } from '../../cli/ledger';

const rows = (...inputs: string[]) =>
  csvOfLedger(inputs.map((input) => ({ input, outcome: 'failed' as const, reason: `about ${input}` })));

test('every row comes back from its CSV, whatever it holds', () => {
  const inputs = ['a1', 'with "quotes"', 'with, comma', 'two\nlines', ' spaces ', 'ümläut 🚌', ''];
  const back = parse(rows(...inputs), { bom: true, columns: true });
  expect(back).toEqual(inputs.map((input) => ({ input, outcome: 'failed', reason: `about ${input}` })));
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1'])('%j is no formula to a spreadsheet', (input) => {
  const [found] = parse(rows(input), { bom: true, columns: true }) as { input: string }[];
  expect(found?.input).toBe(`'${input.replace(/[\t\r]/, ' ')}`);
});

test('a reason is made safe like an input', () => {
  const csv = csvOfLedger([{ input: 'a', outcome: 'skipped', reason: '=HYPERLINK("http://x")' }]);
  expect(csv).toBe(`\uFEFFinput,outcome,reason\r\na,skipped,"'=HYPERLINK(""http://x"")"\r\n`);
});
