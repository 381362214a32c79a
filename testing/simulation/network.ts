import type { Random } from './random';

/** What happens to one request. */
export type Fate =
  /** Arrives and is answered. */
  | 'deliver'
  /** The connection breaks before it arrives: an error at once, nothing executed. */
  | 'lose request'
  /** Executed; the connection breaks before the reply: an error at once. */
  | 'lose reply'
  /** Executed, and the reply comes just before its sender would have given up. */
  | 'slow reply'
  /** Arrives after its sender has given up, and is executed then. */
  | 'late'
  /** Executed, but the reply never comes: the sender waits for its timeout. */
  | 'no reply'
  /** Neither executed nor answered: the sender waits for its timeout. */
  | 'vanish';

export interface NetworkOptions {
  /** One way, ms. Default 0.05 to 0.5. */
  readonly delayMs?: readonly [least: number, most: number];
  /** Probabilities of the fates other than `deliver`. Default none. */
  readonly faults?: Partial<Record<Exclude<Fate, 'deliver'>, number>>;
  /** Probability that a published message does not reach a subscriber. */
  readonly loseMessage?: number;
  /** Probability that one reaches it late, by up to 4 s. */
  readonly delayMessage?: number;
}

/** Decides the fate of each request and the time of its way. */
export class Network {
  /** Replaced to make the network worse or well. */
  options: NetworkOptions;
  /** Set to cut it: nothing arrives, nothing is refused. */
  isCut = false;
  /** Decides before chance does; for tests that need one certain fault. */
  decide: ((script: string) => Fate | undefined) | undefined;

  /** @internal */
  constructor(
    private readonly random: Random,
    options: NetworkOptions = {},
  ) {
    this.options = options;
  }

  /** @internal */
  fateOf(script: string): Fate {
    if (this.isCut) return 'vanish';
    const decided = this.decide?.(script);
    if (decided) return decided;
    for (const [fate, probability] of Object.entries(this.options.faults ?? {})) {
      if (this.random.chance(probability)) return fate as Fate;
    }
    return 'deliver';
  }

  /** @internal */
  losesMessage(): boolean {
    return this.isCut || this.random.chance(this.options.loseMessage ?? 0);
  }

  /** @internal */
  messageDelayMs(): number {
    return this.random.chance(this.options.delayMessage ?? 0) ? this.random.between(0, 4000) : this.delayMs();
  }

  /** @internal */
  delayMs(): number {
    const [least, most] = this.options.delayMs ?? [0.05, 0.5];
    return this.random.between(least, most);
  }
}
