import { titleOf } from '../../cli/runs';

test.each([
  ['polis-15-per-hour-seattle.csv', 'Polis 15 per hour seattle'],
  ['/data/Spring_consultation 2026 (final).xlsx', 'Spring consultation 2026 (final)'],
  ['Anregungen-2026-11-27.csv', 'Anregungen 2026-11-27'],
  ['住民の意見.csv', '住民の意見'],
])('the file %s makes the title %s', (file, title) => {
  expect(titleOf(file, undefined)).toEqual({ title });
});

test('a title that is given stays as it is, and without a name there is none', () => {
  expect(titleOf('a.csv', 'Mill Street')).toEqual({ title: 'Mill Street' });
  expect(titleOf('-', undefined)).toEqual({});
  expect(titleOf('2026.csv', undefined)).toEqual({});
});
