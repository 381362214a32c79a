/**
 * Keeps one worker alive: starts it again when it died, at once when its files changed, and ever more slowly while it goes on
 * dying. What runs beside it (the servers, another worker) does not notice.
 */
import type { Ready } from '../../worker/ready';

export interface Running {
  /** Resolves with the exit code or signal; never rejects. */
  readonly ended: Promise<string>;
  /** Asks it to end, and resolves when it has. */
  stop(): Promise<void>;
}

export interface Supervised {
  /** As people call it. */
  readonly name: string;
  readonly start: (onReady: (ready: Ready) => void) => Running;
  readonly say: (line: string) => void;
  /** Whether somebody calls `changed`: then there is no use in starting code again that cannot start. */
  readonly isWatched: boolean;
  /** Milliseconds, and a wait that ends early when the signal fires. */
  readonly clock: { readonly now: () => number; readonly wait: (ms: number, signal: AbortSignal) => Promise<void> };
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Whoever lived for so long has started, whether or not it said so, and the next wait is a short one again. */
const SETTLED_MS = 10_000;

/** A worker that never came up. */
export class NeverStarted extends Error {
  override readonly name = 'NeverStarted';
}

export class Supervisor {
  private readonly stopping = new AbortController();
  private news = new AbortController();
  private running: Running | undefined;
  private waitMs = FIRST_WAIT_MS;

  constructor(private readonly worker: Supervised) {}

  /** Its files are other than those that it runs. */
  changed(what: string): void {
    if (this.stopping.signal.aborted) return;
    this.worker.say(`${what} changed: ${this.worker.name} starts again`);
    this.waitMs = FIRST_WAIT_MS;
    this.news.abort();
  }

  /** Resolves after `stop`. Rejects with NeverStarted for one that dies before it polls for the first time, unless watched. */
  async run(): Promise<void> {
    let hasStarted = false;
    while (!this.stopping.signal.aborted) {
      this.news = new AbortController();
      const life = await this.live();
      if (life.end === 'asked to') continue;
      hasStarted ||= life.settled;
      const said = `${this.worker.name} ended with ${life.end}`;
      if (!hasStarted && !this.worker.isWatched) {
        throw new NeverStarted(`${said} before it had started. What it said stands above.`);
      }
      await this.again(said, life.settled);
    }
  }

  /** Ends the worker, and starts none any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.news.abort();
    await this.running?.stop();
  }

  private async live(): Promise<{ end: string; settled: boolean }> {
    const { clock, say, start } = this.worker;
    const since = clock.now();
    const said = { ready: false };
    const running = start((ready) => {
      said.ready = true;
      say(readyLine(ready));
    });
    this.running = running;
    const asked = new Promise<undefined>((resolve) => {
      this.news.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const end = await Promise.race([running.ended, asked]);
    if (end === undefined) await running.stop();
    this.running = undefined;
    const settled = said.ready || clock.now() - since >= SETTLED_MS;
    if (clock.now() - since >= SETTLED_MS) this.waitMs = FIRST_WAIT_MS;
    return { end: end ?? 'asked to', settled };
  }

  private async again(said: string, settled: boolean): Promise<void> {
    const { clock, say, isWatched } = this.worker;
    if (isWatched && !settled) {
      say(`${said} before it had started; waiting for a change of its files`);
      await clock.wait(Infinity, this.news.signal);
      return;
    }
    say(`${said}; it starts again in ${this.waitMs / 1000} s`);
    await clock.wait(this.waitMs, this.news.signal);
    this.waitMs = Math.min(2 * this.waitMs, LONGEST_WAIT_MS);
  }
}

const SHOWN = 12;

/** What a worker serves, in one line. */
function readyLine({ pipelines, steps }: Ready): string {
  return `ready: ${some(pipelines)}; steps ${some(steps)}`;
}

function some(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}
