/** What is voted on like a statement and is none. */
import { isAboutSelf, isInsult } from '../../../../activities/report/builtin/manner';

it.each([
  'I am over 30',
  'I own a car',
  'I  am 55 years of age or older',
  'I’m a parent.',
  'My household income is less than $100,000',
  'I live in a city. I work in the field of housing.',
  'I voted to Leave.',
  'I identify as working class.',
  'I canvass for candidates or participate in Get Out The Vote activities.',
  'I played football when I was a kid, and loved it.',
  'I have personally experienced issues of water quality.',
  'Ich bin 45 Jahre alt.',
  'Ich wohne in der Altstadt',
  "J'habite au centre-ville.",
  'Soy propietaria de un coche',
])('tells of the writer alone: %s', (text) => {
  expect(isAboutSelf(text)).toBe(true);
});

it.each([
  'I am against the cycle path.',
  "I'm not in favour of higher rates.",
  'I am worried about security issues with online voting.',
  'I am over 30. The council should build flats.',
  'I am a parent and the school must stay open',
  'I think mandatory voting should be implemented.',
  'I support the bus lane.',
  'I play no part in a council that should listen.',
  'I want to participate in the decisions of the council.',
  'My street needs a crossing.',
  'The library should stay open.',
  'Ich bin gegen den Radweg.',
])('takes a side: %s', (text) => {
  expect(isAboutSelf(text)).toBe(false);
});

it.each(['Reactionary liberal trash.', 'The mayor is a liar', 'You IDIOTS!'])('calls names: %s', (text) => {
  expect(isInsult(text)).toBe(true);
});

it.each(['Collect the trash more often.', 'The plan is bad.', 'A waste of money.'])(
  'calls nobody names: %s',
  (text) => {
    expect(isInsult(text)).toBe(false);
  },
);
