/** Some clients of locks in a process of their own, run from the build: they take turns when they are told to, until told to stop. */
import { openClients, takeTurns, type Turns } from './clients';

/** What it is told, and what it tells: that its clients are there, each turn, and in the end all of them. */
export type Order = { readonly locks: number } | 'enough' | 'end';
export type Told = 'there' | 'turn' | Turns;

const tell = (told: Told): void => void process.send?.(told);

async function main([url = '', count, first]: readonly string[]): Promise<void> {
  const stores = await openClients(url, Number(count));
  let isEnough = false;
  process.on('message', (order: Order) => {
    if (order === 'end') process.disconnect();
    else if (order === 'enough') isEnough = true;
    else {
      isEnough = false;
      const { locks } = order;
      const turns = { locks, first: Number(first), onTurn: () => tell('turn'), enough: () => isEnough };
      takeTurns(stores, turns).then(tell, fail);
    }
  });
  // Told so, or whoever started it is dead.
  process.once('disconnect', () => process.exit());
  tell('there');
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
