/** A crowd of lock clients in a few processes, and what all of them together saw. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { explain, type Operation } from '../../histories/checker';
import { FencedSink } from '../../histories/recorder';
import { buildBesideTheBuild } from '../../support/besideTheBuild';
import type { Turn, Turns } from './clients';
import type { Order, Told } from './lockProcess';

export interface Fairness {
  /** Who got the lock after somebody who had asked when the first one already stood in the queue. */
  readonly overtaken: number;
  /** Acquisitions of the client that got most, and of the one in the middle. */
  readonly most: number;
  readonly median: number;
}

/** They need the build. */
export class LockCrowd {
  private constructor(
    private readonly members: readonly ChildProcess[],
    readonly clients: number,
  ) {}

  /** @param clients each process has as many as the others. */
  static async on(url: string, clients: number, processes: number): Promise<LockCrowd> {
    const folder = buildBesideTheBuild('limits/crowds', ['clients', 'lockProcess']);
    const program = join(folder, 'lockProcess.js');
    const each = clients / processes;
    const members: ChildProcess[] = [];
    try {
      while (members.length < processes) {
        const member = fork(program, [url, each, members.length * each].map(String));
        members.push(member);
        // One after another: each client must be there within 5 s.
        await told(member, (what) => what === 'there' || undefined);
      }
    } catch (error) {
      for (const member of members) member.kill('SIGKILL');
      throw error;
    }
    return new LockCrowd(members, clients);
  }

  /** All clients ask, use and release, over and over, until the locks have been taken so often in all. */
  async take(times: number, locks: number): Promise<CrowdTurns> {
    let left = times;
    const onTurn = (what: Told): Turns | undefined => {
      if (what !== 'turn') return what === 'there' ? undefined : what;
      if ((left -= 1) === 0) this.order('enough');
      return undefined;
    };
    const all = this.members.map((member) => told(member, onTurn));
    this.order({ locks });
    return new CrowdTurns(await Promise.all(all), locks, this.clients);
  }

  async stop(): Promise<void> {
    const ended = this.members.map((member) => once(member, 'exit'));
    this.order('end');
    await Promise.all(ended);
  }

  private order(order: Order): void {
    for (const member of this.members) member.send(order);
  }
}

/** Resolves with what `read` finds in what it tells. Rejects when it ends before. */
function told<T>(member: ChildProcess, read: (what: Told) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const early = (): void => reject(new Error(`a process of the crowd ended early: ${member.exitCode}`));
    const hear = (what: Told): void => {
      const found = read(what);
      if (found === undefined) return;
      member.off('message', hear).off('exit', early);
      resolve(found);
    };
    member.on('message', hear).once('exit', early);
  });
}

/** What came of it. */
export class CrowdTurns {
  readonly turns: readonly Turn[];
  readonly effects: { readonly accepted: number; readonly refused: number };
  readonly unanswered: number;
  private readonly ofLocks: readonly (readonly Turn[])[];
  private readonly sinks: readonly FencedSink[];

  constructor(
    private readonly told: readonly Turns[],
    locks: number,
    private readonly clients: number,
  ) {
    this.turns = told.flatMap(({ turns }) => turns).toSorted((a, b) => a.token - b.token);
    this.ofLocks = Array.from({ length: locks }, (_, lock) => this.turns.filter((turn) => turn.lock === lock));
    this.sinks = this.ofLocks.map(sinkOf);
    this.unanswered = told.reduce((sum, { unanswered }) => sum + unanswered, 0);
    const sum = (of: (sink: FencedSink) => number): number => this.sinks.reduce((all, sink) => all + of(sink), 0);
    this.effects = { accepted: sum(({ accepted }) => accepted.length), refused: sum(({ refused }) => refused) };
  }

  violations(): string[] {
    const explained = this.ofLocks.flatMap((turns, lock) => {
      const why = explain(turns.flatMap(operationsOf));
      return why === undefined ? [] : [`lock ${lock}: ${why}`];
    });
    const refused = this.sinks.flatMap((sink, lock) =>
      sink.refused > 0 ? [`lock ${lock}: the sink refused ${sink.refused} of its holders`] : [],
    );
    return [...this.told.flatMap(({ unforeseen }) => unforeseen), ...refused, ...explained];
  }

  fairness(): Fairness {
    const shares = new Map<string, number>();
    for (const { client } of this.turns) shares.set(client, (shares.get(client) ?? 0) + 1);
    // Who got none is told by nobody.
    const sorted = [...shares.values(), ...Array.from({ length: this.clients - shares.size }, () => 0)];
    sorted.sort((a, b) => a - b);
    return {
      overtaken: this.ofLocks.reduce((sum, turns) => sum + overtakenIn(turns), 0),
      most: sorted.at(-1) ?? 0,
      median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    };
  }
}

/** What a sink behind the lock would have taken: writes in the order of their moments. */
function sinkOf(turns: readonly Turn[]): FencedSink {
  const sink = new FencedSink();
  for (const { token } of turns.toSorted((a, b) => a.wroteMs - b.wroteMs)) sink.write(token);
  return sink;
}

const operationsOf = ({ client, token, askedMs, heldMs, releasedMs, freeMs = Infinity }: Turn): Operation[] => [
  { kind: 'acquire', process: client, token, from: askedMs, to: heldMs },
  { kind: 'end', process: client, token, from: releasedMs, to: freeMs },
];

/** @param turns in the order of their tokens. */
function overtakenIn(turns: readonly Turn[]): number {
  let latestMs = -Infinity;
  let overtaken = 0;
  for (const { askedMs, queuedMs } of turns) {
    if (queuedMs !== undefined && latestMs > queuedMs) overtaken += 1;
    latestMs = Math.max(latestMs, askedMs);
  }
  return overtaken;
}
