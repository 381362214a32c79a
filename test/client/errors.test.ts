/** Which failures of a call are Temporal's being away. */
import { NamespaceNotFoundError } from '@temporalio/common';
import { isUnreachable, TemporalUnreachable, translated } from '../../client/errors';

const away = new TemporalUnreachable('here', new Error('no route'));

it.each([
  ['that says so', away],
  ['of a namespace that nobody knows', new NamespaceNotFoundError('n')],
  ['that was caused by one', new Error('outer', { cause: new Error('inner', { cause: away }) })],
])('an error %s', (_which, error) => {
  expect(isUnreachable(error)).toBe(true);
});

it.each([
  ['with another cause', new Error('outer', { cause: new TypeError('inner') })],
  ['without a cause', new Error('outer')],
  ['that is a text', 'outer'],
])('no error %s', (_which, error) => {
  expect(isUnreachable(error)).toBe(false);
});

it('is told with its address, once', () => {
  expect(translated(new NamespaceNotFoundError('n'), 'there')).toMatchObject({
    name: 'TemporalUnreachable',
    address: 'there',
  });
  expect(translated(away, 'there')).toBe(away);
});
