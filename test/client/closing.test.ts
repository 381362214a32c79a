import { Metadata } from '@grpc/grpc-js';
import type { InterceptingCall } from '@grpc/grpc-js';
import type { InterceptorOptions } from '@grpc/grpc-js/build/src/client-interceptors';
import { endsWithConnection } from '../../client/closing';

const options = {} as InterceptorOptions;
const failing = (message: string) => (): never => {
  throw new Error(message);
};

it('a call that finds its connection closed ends with CANCELLED, as one that got no message', async () => {
  const call = endsWithConnection(options, failing('Channel has been shut down'));
  const messages: unknown[] = [];
  const told = new Promise((resolve) => {
    call.start(new Metadata(), { onReceiveMessage: (message) => messages.push(message), onReceiveStatus: resolve });
  });
  call.sendMessage('x');
  call.halfClose();
  expect(await told).toMatchObject({ code: 1, details: expect.stringContaining('the client was closed') as string });
  expect(messages).toEqual([null]);
});

it('every other call is as it was, and so is what else goes wrong', () => {
  const next = { start: jest.fn() } as unknown as InterceptingCall;
  endsWithConnection(options, () => next).start(new Metadata());
  expect(next.start).toHaveBeenCalledTimes(1);
  expect(() => endsWithConnection(options, failing('no such method'))).toThrow('no such method');
});
