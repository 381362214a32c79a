import { areOpposite, nameOtherNumbers, polarityOf } from '../../../../activities/report/builtin/polarity';

const opposite = (a: string, b: string): boolean => areOpposite(polarityOf(a), polarityOf(b));

describe('the polarity guard', () => {
  it.each([
    ['Marijuana should be legal.', 'Marijuana should be illegal.'],
    ['Marijuana should be legal.', 'Marijuana should not be legal.'],
    ['We should raise taxes.', 'We should never raise taxes.'],
    ['We should raise taxes.', 'We should lower taxes.'],
    ['The city should ban scooters.', 'The city should allow scooters.'],
    ['I support the ordinance.', 'I oppose the ordinance.'],
    ["Don't build more roads.", 'Build more roads.'],
    ['We need more parking downtown.', 'We need less parking downtown.'],
    ['No to the fairness ordinance.', 'Yes to the fairness ordinance.'],
  ])('keeps apart: %s / %s', (a, b) => {
    expect(opposite(a, b)).toBe(true);
    expect(opposite(b, a)).toBe(true);
  });

  it.each([
    ['Marijuana should be legal.', 'Marijuana ought to be legal.'],
    ['Marijuana should be legal.', 'Marijuana should not be illegal.'],
    ['We should not raise taxes.', 'Never raise our taxes.'],
    ['The city should not ban scooters.', 'The city should allow scooters.'],
    ['We need more buses and less traffic.', 'We need less traffic and more buses.'],
    ['We need more buses.', 'We need buses more often.'],
  ])('lets merge: %s / %s', (a, b) => {
    expect(opposite(a, b)).toBe(false);
  });

  it('tells claims apart by their numbers', () => {
    const numbers = (a: string, b: string): boolean => nameOtherNumbers(polarityOf(a), polarityOf(b));
    expect(numbers('Raise the wage to 12 dollars', 'Raise the wage to 15 dollars')).toBe(true);
    expect(numbers('Raise the wage to 15 dollars', 'Make the wage 15 dollars')).toBe(false);
  });
});
