/** A Redis that dies and comes back at its port, with what its folder holds by then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePorts } from '../../testing/servers/ports';
import { until } from '../kit/driver';
import { redisPath, startOddRedis, type OddRedis, type Place } from './oddRedis';

export class KeptRedis {
  private constructor(
    private readonly lines: readonly string[],
    private readonly place: Place,
    private server: OddRedis,
  ) {}

  /** @param program path of another one than the Redis that is here. */
  static async started(lines: readonly string[], program?: string): Promise<KeptRedis> {
    const [port = 0] = await freePorts(1);
    const dir = await mkdtemp(join(tmpdir(), 'pipeline-kept-'));
    const place = { port, dir, program: program ?? (await redisPath()) };
    return new KeptRedis(lines, place, await startOddRedis(lines, [], place));
  }

  get url(): string {
    return this.server.url;
  }

  /** `kill -9`. What the kernel has of its files is not lost by that. */
  async kill(): Promise<void> {
    await this.server.stop();
  }

  /** Rejects, with the last lines of its log, where it does not take what it finds. */
  async revive(): Promise<void> {
    this.server = await startOddRedis(this.lines, [], this.place);
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.place.dir, { recursive: true, force: true });
  }

  /** While it is dead: an empty folder. */
  async empty(): Promise<void> {
    for (const name of await readdir(this.place.dir)) await rm(join(this.place.dir, name), { recursive: true });
  }

  /** Takes a snapshot. @returns what puts it back, while it is dead. */
  async snapshot(): Promise<() => Promise<void>> {
    const redis = new Redis(this.url);
    // One that its `save` began may be under way.
    await until(
      () => redis.save().catch(() => ''),
      (answer) => answer === 'OK',
    );
    redis.disconnect();
    const [now, kept] = ['dump.rdb', 'older.rdb'].map((name) => join(this.place.dir, name)) as [string, string];
    await copyFile(now, kept);
    return () => copyFile(kept, now);
  }

  /** While it is dead: the end of its append-only file never reached the disk. @returns bytes lost. */
  async cutTail(bytes: number): Promise<number> {
    const file = await this.appendOnlyFile();
    const { size } = await stat(file);
    const lost = Math.min(bytes, size);
    await truncate(file, size - lost);
    return lost;
  }

  /** While it is dead: bytes that no command of it are, as a power cut may leave them. */
  async addTail(bytes: Buffer): Promise<void> {
    await appendFile(await this.appendOnlyFile(), bytes);
  }

  /** `redis-check-aof --fix`, which is the server by another name. */
  async mend(): Promise<void> {
    const file = await this.appendOnlyFile();
    const check = spawn(this.place.program, ['--fix', file], {
      argv0: 'redis-check-aof',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    check.stdin.end('y\n');
    const [code] = (await once(check, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`redis-check-aof --fix ${file} ended with ${code}`);
  }

  /** Redis 6.2 has one; from 7.0 on a folder, where the newest is written to. */
  private async appendOnlyFile(): Promise<string> {
    const names = (await readdir(this.place.dir, { recursive: true })).filter((name) => name.endsWith('.aof'));
    const number = (name: string): number => Number(/(\d+)\.incr\.aof$/.exec(name)?.[1] ?? 0);
    const [last = ''] = names.toSorted((a, b) => number(b) - number(a));
    return join(this.place.dir, last);
  }
}
