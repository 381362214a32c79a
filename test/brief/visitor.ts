/** Opens a store at the address it is given, uses it, and says how it went. Run by `tls.redis.test.ts` in a process of its own. */
import { openStore } from '../../redis';

const visit = async (): Promise<string> => {
  const store = await openStore({ url: process.argv[2] ?? '', prefix: process.argv[3] ?? '', namespace: 'test' });
  const lock = await store.resource('private').acquire();
  const word = await lock.release();
  await store.close();
  return word;
};

visit().then(console.log, (error: unknown) => console.log(String(error)));
