/**
 * The names of a run's keys, in a set in its slot: nobody who serves one run looks through the whole database.
 *
 * A name is written before its key: those of blobs by `add`, those of items and strikes by the scripts that write them. The
 * state has a name of its own, and locks are told by its counters. A key whose name was lost lives out its TTL, and is not
 * kept alive; a name whose key is gone does no harm.
 */
import type { RunKeys } from './keys';
import { limits } from './limits';
import type { Link } from './link';
import { pagesOf } from './scan';

export class RunIndex {
  constructor(
    private readonly link: Pick<Link, 'data' | 'dataScript'>,
    private readonly keys: RunKeys,
    private readonly ttlMs: number,
  ) {}

  /** Resolves when these keys may be written. */
  async add(keys: string[]): Promise<void> {
    const names = keys.map((key) => this.keys.nameOf(key));
    await this.link.dataScript('name', [this.keys.index], [this.ttlMs, ...names]);
  }

  /** The keys that are named, some hundreds at a time; a key may come twice, and may be gone. */
  async *pages(): AsyncGenerator<string[]> {
    const { data } = this.link;
    for await (const names of pagesOf((cursor) => data.sscan(this.keys.index, cursor, 'COUNT', limits.scanCount)))
      yield names.map((name) => this.keys.named(name));
  }
}
