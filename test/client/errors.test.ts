/** Which failures of a call are Temporal's being away. */
import { status } from '@grpc/grpc-js';
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

const answer = (code: status): Error => Object.assign(new Error('no'), { code, details: 'no', metadata: {} });
const { DEADLINE_EXCEEDED, PERMISSION_DENIED, UNAVAILABLE, UNAUTHENTICATED } = status;
const useless = [DEADLINE_EXCEEDED, PERMISSION_DENIED, UNAVAILABLE, UNAUTHENTICATED];

it('of what a server answers four codes say that it is of no use to this client', () => {
  const codes = Object.values(status).filter((code): code is status => typeof code === 'number');
  expect(codes.filter((code) => isUnreachable(answer(code)))).toEqual(useless);
});

it('is told with its address, once', () => {
  expect(translated(new NamespaceNotFoundError('n'), 'there')).toMatchObject({
    name: 'TemporalUnreachable',
    address: 'there',
  });
  expect(translated(away, 'there')).toBe(away);
});
