/**
 * The test service of a time-skipping server. The SDK connects it only to a server that it has started itself, so the
 * connection here is one of gRPC's own; what travels over it is the service that the SDK exports.
 */
import { Client, credentials } from '@grpc/grpc-js';
import { TestService } from '@temporalio/client';
import { timestampMs } from '../../client/timestamp';

export interface TestServiceLink {
  /** The server's clock, ms since 1970. */
  nowMs(): Promise<number>;
  /** Lets that much time pass. Rejects with gRPC's error when it took longer than `patienceMs`. */
  sleep(ms: number, patienceMs: number): Promise<void>;
  close(): void;
}

const ANSWERS_WITHIN_MS = 10_000;
const PATH = '/temporal.api.testservice.v1.TestService/';
const asItIs = (bytes: Buffer): Buffer => bytes;

/** Rejects when nobody answers at the address, `host:port`, within 10 s. */
export async function connectTestService(address: string): Promise<TestServiceLink> {
  const client = new Client(address, credentials.createInsecure());
  await new Promise<void>((resolve, reject) => {
    client.waitForReady(Date.now() + ANSWERS_WITHIN_MS, (error) => (error ? reject(error) : resolve()));
  });
  const within = (patienceMs: number): TestService =>
    TestService.create((method, request, done) => {
      const deadline = Date.now() + patienceMs;
      const bytes = Buffer.from(request);
      client.makeUnaryRequest(PATH + method.name, asItIs, asItIs, bytes, { deadline }, (error, reply) =>
        done(error, reply),
      );
    });
  return {
    nowMs: async () => timestampMs((await within(ANSWERS_WITHIN_MS).getCurrentTime({})).time) ?? 0,
    async sleep(ms, patienceMs) {
      const duration = { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
      // protobufjs writes numbers; its types know Long only.
      await within(patienceMs).unlockTimeSkippingWithSleep({ duration } as object);
    },
    close: () => client.close(),
  };
}
