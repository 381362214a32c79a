/**
 * Loaded before a program that `dev` runs. It hands on what the worker says of itself; and when `dev` lets go of the process,
 * or has gone, the process is told to end as by any other.
 */
import { subscribe } from 'node:diagnostics_channel';
import { ready } from '../../worker/ready';

process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
subscribe(ready.name, (said) => {
  if (process.connected) process.send?.({ ready: said });
});
