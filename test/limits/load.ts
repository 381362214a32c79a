/** Users of locks at work while a topology suffers, and what their histories say. */
import { openStore, type Store, type StoreOptions } from '../../redis';
import { patiently } from '../histories/patience';
import { FencedSink, History, pauseMs, run } from '../histories/recorder';
import type { Row } from './rows';

const LEASE_MS = 500;
const USERS = 3;

interface Lock {
  readonly name: string;
  readonly history: History;
  readonly sink: FencedSink;
}

/** Three users for each of some locks. */
export class LockLoad {
  private constructor(
    private readonly stores: readonly Store[],
    private readonly locks: readonly Lock[],
    private readonly users: readonly { stop(): Promise<void> }[],
  ) {}

  /** @param urls of each of the three users, or one of all. Loads of different namespaces have nothing to do with each other. */
  static async on(
    urls: string | readonly string[],
    count: number,
    options: Partial<Pick<StoreOptions, 'namespace' | 'replicaWait'>> = {},
  ): Promise<LockLoad> {
    const ways = typeof urls === 'string' ? Array.from({ length: USERS }, () => urls) : urls;
    const place = { namespace: 'test', commandTimeoutMs: 100, ...options };
    const stores = await Promise.all(ways.map((url) => patiently(() => openStore({ url, ...place }))));
    const locks = Array.from({ length: count }, (_, i) => ({
      name: `lock ${i}`,
      history: new History(),
      sink: new FencedSink(),
    }));
    return new LockLoad(
      stores,
      locks,
      locks.map((lock) => run({ stores, leaseMs: LEASE_MS, ...lock })),
    );
  }

  /** Every lock is taken so many more times. */
  async goesRound(times: number): Promise<void> {
    const wanted = this.locks.map(({ history }) => history.operations.length + 2 * times);
    while (this.locks.some(({ history }, i) => history.operations.length < (wanted[i] ?? 0))) await pauseMs(10);
  }

  /** Each of these users (by default every one) takes every lock once more, whatever the others do. */
  async comesRound(users: readonly number[] = [...this.stores.keys()]): Promise<void> {
    const from = this.locks.map(({ history }) => history.operations.length);
    const isRound = ({ history }: Lock, i: number): boolean => {
      const since = history.operations.slice(from[i]).filter(({ kind }) => kind === 'acquire');
      return users.every((user) => since.some(({ process }) => process === `user ${user}`));
    };
    while (!this.locks.every(isRound)) await pauseMs(10);
  }

  async stop(): Promise<void> {
    await Promise.all(this.users.map((users) => users.stop()));
    await Promise.all(this.stores.map((store) => store.close()));
  }

  /**
   * What went wrong. Where writes may be lost (`lossy`) two may believe for a lease, but tokens grow and the sink takes nothing
   * old; elsewhere the history must be one of a fenced mutex too.
   */
  violations({ lossy }: { readonly lossy: boolean }): string[] {
    return this.locks.flatMap(({ name, history, sink }) => {
      const inOrder = sink.accepted.every((token, i) => i === 0 || token >= (sink.accepted[i - 1] ?? 0));
      return [
        ...history.unforeseen,
        ...(inOrder ? [] : [`${name}: the sink took a token after a larger one`]),
        ...(history.tokensGrow ? [] : [`${name}: a token did not grow`]),
        ...(lossy ? [] : [history.explain() ?? []].flat().map((why) => `${name}: ${why}`)),
      ];
    });
  }

  /** For the table. */
  get counts(): Pick<Row, 'histories' | 'effects'> {
    const sum = (of: (lock: Lock) => number): number => this.locks.reduce((all, lock) => all + of(lock), 0);
    return {
      histories: this.locks.length,
      effects: { accepted: sum(({ sink }) => sink.accepted.length), refused: sum(({ sink }) => sink.refused) },
    };
  }
}
