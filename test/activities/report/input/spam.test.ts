/** Rows that somebody wrote to see whether the form works, told from short comments. */
import { saysNothing } from '../../../../activities/report/input/text';

it.each([
  'test',
  'Testing 123',
  'test 43698756',
  'test 324234uh',
  'test sdjfjsf',
  'test ajsdoifj 2',
  'joaijfdisf',
  'asdjfoaisjdfoij asdlfjaksdjf',
  'ajsdofijsdf.a sdjfsoidfj',
  'aosdjfaisjd?',
])('%s is a test, no comment', (text) => {
  expect(saysNothing(text)).toBe('a test, no comment');
});

it.each([
  'Test the water of the lake every month',
  'test 5G first',
  'testing for all',
  'Fjäll',
  'kids',
  'fields and islands',
  'Skjold',
  'Jagd',
  'glass disko',
  'Mehr Radwege',
])('%s is a comment', (text) => {
  expect(saysNothing(text)).toBeUndefined();
});
