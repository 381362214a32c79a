/** Sides are taken only where the words leave no doubt. */
import { stancesOf } from '../../../../activities/report/builtin/stance';
import { PAIRS } from './pairs';

const contradict = (a: string, b: string): boolean =>
  stancesOf(a).some((one) =>
    stancesOf(b).some((other) => one.about === other.about && Math.abs(one.turns - other.turns) === 1),
  );

it.each([
  ['Marijuana should be legal.', 'Marijuana should be illegal.'],
  ['Marijuana should be legal.', 'Marijuana should not be legal.'],
  ['Marijuana should not be legal.', 'Marijuana should not be illegal.'],
  ['We should raise taxes.', 'We should never raise taxes.'],
  ['We should raise taxes.', 'We should lower taxes.'],
  ['The city should ban scooters.', 'The city should allow scooters.'],
  ['I support the ordinance.', 'I oppose the ordinance.'],
  ['I support the ordinance.', "I don't support the ordinance"],
  ["Don't build more roads.", 'Build more roads.'],
  ['We need more parking downtown.', 'We need less parking downtown.'],
  ['No to the fairness ordinance.', 'Yes to the fairness ordinance.'],
  ['I am in favour of the tram.', 'The tram is a waste of money.'],
  ['The bus lane on Mill Street is a great success.', 'The bus lane on Mill Street is a disaster.'],
  ['The new playground is wonderful.', 'The new playground is not good.'],
  ['Wind turbines on the ridge are a good idea.', 'Wind turbines on the ridge would ruin the view.'],
  ['Do not close the library', 'Close the library!'],
])('%s / %s contradict each other', (a, b) => {
  expect(contradict(a, b)).toBe(true);
  expect(contradict(b, a)).toBe(true);
});

it.each([
  ['Marijuana should be legal.', 'Marijuana should not be illegal.'],
  ['We should raise taxes.', 'We should increase taxes.'],
  ['Do not close the library', 'Open the library'],
  ['The library should be closed to save money.', 'The library should be saved whatever it costs.'],
  ['I am sure about the tram.', 'I am not sure about the tram.'],
  ['It is a disaster.', 'It is a great success.'],
  ['The bus lane is a success.', 'The cycle lane is a disaster.'],
  ['I support the cycle path.', 'I object to the cycle path on River Road.'],
  ['Is the tram a disaster?', 'The tram is a success.'],
  ['I support the tram if it is free.', 'I oppose the tram if it is free.'],
  ['More trees, fewer cars.', 'More trees, more cars.'],
  ['The library is the heart of the town, do not cut it.', 'The library should stay open.'],
])('%s / %s take no sides that are sure', (a, b) => {
  expect(contradict(a, b)).toBe(false);
});

it.each(PAIRS.filter(([judgement]) => judgement !== 'opposite'))('%s claims do not contradict: %s / %s', (_, a, b) => {
  expect(contradict(a, b)).toBe(false);
});

it('of the pairs that are opposite about half are sure, and a long text never is', () => {
  const opposite = PAIRS.filter(([judgement]) => judgement === 'opposite');
  const sure = opposite.filter(([, a, b]) => contradict(a, b));
  expect(sure.length / opposite.length).toBeGreaterThanOrEqual(0.5);
  expect(stancesOf(`I support ${'the very long '.repeat(20)}tram.`)).toEqual([]);
});
