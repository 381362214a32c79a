// A process of its own: holds a lock, and says so; on a line of input it looks whether it may still act, and says that.
const { openStore } = require('../../dist/redis');

async function main() {
  const store = await openStore({ url: process.argv[2], namespace: 'test' });
  const lock = await store.resource('thing').acquire({ leaseMs: 500 });
  console.log(`held ${lock.token}`);
  process.stdin.once('data', async () => {
    try {
      lock.assertHeld();
      console.log('may act');
    } catch (error) {
      console.log(`${error.name} ${error.reason}`);
    }
    await store.close();
    process.exit(0);
  });
}

void main();
