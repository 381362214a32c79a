import { Connection } from '@temporalio/client';

/** A way to a Temporal that is ready. By itself the SDK gives up after 10 s, in which a machine may have stood still. */
export const connectionTo = (address: string): Promise<Connection> =>
  Connection.connect({ address, connectTimeout: '60 seconds' });
