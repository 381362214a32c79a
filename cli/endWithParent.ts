/** Loaded before the worker of `dev PROGRAM`: when `dev` lets go of it, or has gone, it is told to end as by any other. */
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
