/**
 * Random runs of random bodies, in which everything may fail: workers die, Redis is flushed, upstreams answer differently,
 * people decide anything. After each event the rules hold; in the end every run can be brought to its end.
 * `KERNEL_SEED` repeats one history, `PIPELINE_TEST_HISTORIES` says how many are played.
 */
import '../../testing/memory/asyncLocal';
import { randomInt } from 'node:crypto';
import { History } from './history';

const HISTORIES = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000);
const FIRST = Number(process.env['KERNEL_SEED'] ?? randomInt(1_000_000_000));

const UNDO = ['cancelled', 'undone', 'left undone', 'undo died', 'undo exhausted', 'undo lost'];

it(`the rules of the kernel hold in ${HISTORIES} random histories from seed ${FIRST}`, async () => {
  const seen = new Set<string>();
  for (let i = 0; i < HISTORIES; i += 1) {
    const history = new History(FIRST + i);
    try {
      await history.play();
    } catch (error) {
      throw new Error(`seed ${FIRST + i}: ${(error as Error).message}\n${history.log.join('\n')}`, { cause: error });
    }
    for (const what of history.seen) seen.add(what);
  }
  // What was never played was not tried.
  const kinds = [
    'conflict',
    'begun',
    'heal',
    'answered',
    'died',
    'exhausted',
    'retryStep',
    'skipStep',
    'from',
    'held',
    ...UNDO,
  ];
  expect(HISTORIES < 1000 ? kinds : [...seen]).toEqual(expect.arrayContaining(kinds));
}, 600_000);
