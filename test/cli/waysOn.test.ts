import { waysOn } from '../../cli/waysOn';

const commands = (...given: Parameters<typeof waysOn>): string[] => waysOn(...given).map(({ command }) => command);

it('a paused step is retried with all that is paused, or skipped', () => {
  expect(commands('spring', [{ name: 'report.claims' }, { name: 'report.cruxes' }], [])).toEqual([
    'retry spring',
    'skip spring report.claims --reason "…"',
    'cancel spring',
  ]);
});

it('an effect that was done before is kept first, and made again only by its own name', () => {
  const steps = [{ name: 'shop.mail' }, { name: 'shop.charge [order 7]', effect: 'done' as const }];
  expect(commands('spring', steps, [])).toEqual([
    `skip spring 'shop.charge [order 7]' --reason "…"`,
    `retry spring 'shop.charge [order 7]'`,
    'cancel spring',
  ]);
});

it('one whose end nobody knows is looked after first', () => {
  const [first] = waysOn('spring', [{ name: 'shop.charge', effect: 'begun' }], []);
  expect(first).toEqual({
    what: 'Look whether shop.charge was done: nobody knows. To make it:',
    command: 'retry spring shop.charge',
  });
});

it('a run that waits for an answer, or was paused by hand, has other ways', () => {
  expect(commands('spring', [], ['review'])).toEqual(['answer spring review --value JSON', 'cancel spring']);
  expect(commands('spring', [], [])).toEqual(['resume spring', 'cancel spring']);
});
