/** A signal for the first Ctrl-C (or SIGTERM). The second one ends the process at once, as people expect. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives the signals back to Node. */
  done(): void;
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const interrupt = (): void => {
    done();
    controller.abort(new Interrupted('interrupted'));
  };
  const done = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { signal: controller.signal, done };
}

/** Resolves when the signal fires. */
export function interrupted({ signal }: Interrupt): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
