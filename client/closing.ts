/** A connection that is closed while a call of it waits to be tried again. */
import { InterceptingCall, Metadata, status } from '@grpc/grpc-js';
import type { Interceptor } from '@grpc/grpc-js';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/** As gRPC says it. */
const SHUT_DOWN = 'Channel has been shut down';
const DETAILS = 'the client was closed while this call waited for its next try; nothing is known about its effect';

/**
 * Behind the SDK's own interceptor, which tries again by a timer: what a closed channel throws there nobody catches, and the
 * process would end. The call is rejected with CANCELLED instead, which is not tried again.
 */
export const endsWithConnection: Interceptor = (options, nextCall) => {
  try {
    return new InterceptingCall(nextCall(options));
  } catch (error) {
    if (!(error instanceof Error) || error.message !== SHUT_DOWN) throw error;
    return new InterceptingCall(ended);
  }
};

/** The SDK's own, which tries again, and what makes it safe to close a connection meanwhile. */
export const interceptors: Interceptor[] = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), endsWithConnection];

const nothing = (): void => undefined;

const ended: ConstructorParameters<typeof InterceptingCall>[0] = {
  start(_metadata, listener) {
    setImmediate(() => {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: status.CANCELLED, details: DETAILS, metadata: new Metadata() });
    });
  },
  cancelWithStatus: nothing,
  sendMessageWithContext: nothing,
  sendMessage: nothing,
  startRead: nothing,
  halfClose: nothing,
  getPeer: () => '',
  getAuthContext: () => null,
};
