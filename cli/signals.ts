import { EXIT, Interrupted } from './exit';

/** A launcher such as npm hands on the signal that the terminal has already sent to all: that is no second one. */
const ECHO_MS = 500;

/**
 * A signal for the first Ctrl-C (or SIGTERM). The second one ends the process at once, as people expect, and in an orderly
 * way: servers that it started go with it. A SIGTERM after a Ctrl-C is no second one: pnpm sends it as it ends itself.
 */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives the signals back to Node. */
  done(): void;
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const heardAt = new Map<NodeJS.Signals, number>();
  const interrupt = (name: NodeJS.Signals): void => {
    const firstAt = heardAt.get(name) ?? performance.now();
    heardAt.set(name, firstAt);
    if (performance.now() - firstAt > ECHO_MS) process.exit(EXIT.interrupted);
    controller.abort(new Interrupted('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    done() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** Resolves when the signal fires. */
export function interrupted({ signal }: Interrupt): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
