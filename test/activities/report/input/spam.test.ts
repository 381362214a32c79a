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
  'gsdgsfgsfg',
  'test 2 French Oct 18',
  'Test October 17',
  'test ddfdf',
])('%s is a test, no comment', (text) => {
  expect(saysNothing(text)).toBe('a test, no comment');
});

it.each([
  'Test the water of the lake every month',
  'test 5G first',
  'testing for all',
  'Test the water in May 2020 again',
  'Test the sirens every October 17',
  'Test more marches 2020',
  'Fjäll',
  'kids',
  'fields and islands',
  'Skjold',
  'Jagd',
  'glass disko',
  'Mehr Radwege',
  'Vlk v parku',
  'čtvrt',
  'HTML',
  'rhythm',
])('%s is a comment', (text) => {
  expect(saysNothing(text)).toBeUndefined();
});

it.each(['I agree.', 'Maybe', 'Hello!', 'Ich stimme zu', "D'accord", 'No statement'])(
  '%s answers no question',
  (text) => {
    expect(saysNothing(text)).toBe(`no answer: "${text}"`);
  },
);

it.each(['I agree with the bus lane', 'Agree to the cycle path', 'Hallo, mehr Radwege bitte'])('%s does', (text) => {
  expect(saysNothing(text)).toBeUndefined();
});
