/** One loop a run, active or parked, keeps what it has stored in Redis for as long as the run lasts. */
import type { Kernel } from './kernel';

/**
 * The activity never ends: each attempt renews the life of all that the run has stored, then asks for the next attempt in a
 * third of that life. Attempts are no events: however long a run lasts, this costs its history five. Most runs end before
 * the timer does. Nothing but the end of the run ends it, so it is cancelled with nothing.
 */
export async function keepAlive({ sdk, stateTtlMs }: Kernel): Promise<void> {
  const everyMs = Math.ceil(stateTtlMs / 3);
  try {
    await sdk.shielded(async () => {
      await sdk.condition(() => false, everyMs, 'keeps its state alive');
      await sdk.activity('kit.keepAlive', [{}], {
        startToCloseTimeout: '30s',
        heartbeatTimeout: '2s',
        retry: { initialInterval: '1s', maximumInterval: '1m' },
      });
    });
  } catch (error) {
    // State that could not be kept alive is rebuilt once somebody reads it.
    sdk.warn('the state of the run is no longer kept alive', { error });
  }
}
