/** What the flags of a person's hand say to the client. */
import { correcting } from '../../cli/corrections';

it.each([
  ['10 days', '10 days'],
  ['1d', '1 day'],
  ['2 weeks', '14 days'],
  ['36h', '36 hours'],
  ['1.5 hours', '90 minutes'],
  ['60 s', '1 minute'],
  ['365 days', '365 days'],
])('a wait of %s is %s, however it is written', async (reviewTimeout, told) => {
  await expect(correcting({ review: true, reviewTimeout })).resolves.toEqual({ review: true, reviewTimeout: told });
});

it.each(['10', '0 days', '-1 day', '90 s', '366 days', '1 year', 'soon', ''])(
  'a wait of "%s" is refused',
  async (reviewTimeout) => {
    await expect(correcting({ review: true, reviewTimeout })).rejects.toThrow('--review-timeout takes a duration');
  },
);

it('how long a report waits is said of one that waits only', async () => {
  await expect(correcting({ reviewTimeout: '10 days' })).rejects.toThrow('give --review too');
});
