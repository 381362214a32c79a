import type { Host } from './host';
import { Lane } from './lane';
import type { Fate, Network } from './network';
import type { SimulatedProcess } from './process';
import type { Reply } from './replies';
import type { Timeline } from './schedule';
import type { SimulatedServer } from './server';

/** What a link is made of. `server` is asked when a request arrives: after a failover it is another one. */
export interface Wires {
  readonly schedule: Timeline;
  readonly process: SimulatedProcess;
  readonly network: Network;
  readonly server: () => SimulatedServer;
  /** Without one the server never stalls and never ends. */
  readonly host?: Host;
  readonly lockTimeoutMs: number;
  readonly dataTimeoutMs: number;
}

interface Request {
  readonly label: string;
  readonly execute: (server: SimulatedServer) => Reply;
  /** Settles the promise of the sender, once. */
  readonly end: (answer: Reply | Error) => void;
  readonly sentMs: number;
  wasSentBefore: boolean;
}

/** From a break to the next attempt to connect, ms (redis/connect.ts). */
const RECONNECT_MS = 75;

/** Attempts until the server is there; `connected` runs in the event loop of the process, unless it is not wanted any more. */
export function reconnect(wires: Wires, isWanted: () => boolean, connected: () => void): void {
  const { schedule, process, host, network } = wires;
  schedule.at(schedule.nowMs + RECONNECT_MS + network.delayMs(), () =>
    process.enter(() => {
      if (!isWanted()) return;
      if (host?.isUp === false) reconnect(wires, isWanted, connected);
      else connected();
    }),
  );
}

/**
 * One TCP connection as ioredis uses it: requests arrive in the order they were sent in, and so do the replies.
 *
 *   connected   requests travel. When the server ends, every request without an answer fails with ECONNRESET.
 *   broken      until it is connected again. One that decides about locks fails its requests at once; a patient one keeps
 *               them, and sends again, once, those that the break has cost their answer.
 */
export class Connection {
  private isConnected = true;
  private isOpen = true;
  private waiting: Request[] = [];
  private readonly unanswered = new Set<Request>();
  private readonly requests: Lane;
  private readonly replies: Lane;

  constructor(
    private readonly wires: Wires,
    private readonly timeoutMs: number,
    private readonly isPatient: boolean,
  ) {
    this.requests = new Lane(wires.schedule);
    this.replies = new Lane(wires.schedule);
    wires.host?.onEnd(() => this.break());
  }

  readonly send = (label: string, execute: Request['execute']): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { process, schedule } = this.wires;
      if (!this.isOpen) return reject(new Error('Connection is closed.'));
      const end = (answer: Reply | Error): void => {
        cancel();
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      const request = { label, execute, end, sentMs: schedule.nowMs, wasSentBefore: false };
      const cancel = process.clock.after(this.timeoutMs, () => {
        this.unanswered.delete(request);
        this.waiting = this.waiting.filter((other) => other !== request);
        end(new Error(`${label} timed out`));
      });
      this.start(request);
    });

  close(): void {
    this.isOpen = false;
    for (const request of [...this.unanswered, ...this.waiting]) request.end(new Error('Connection is closed.'));
    this.unanswered.clear();
    this.waiting = [];
  }

  private start(request: Request): void {
    if (this.isConnected) this.transmit(request, this.wires.network.fateOf(request.label));
    else if (this.isPatient) this.waiting.push(request);
    else request.end(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
  }

  private transmit(request: Request, fate: Fate): void {
    const { schedule, network, server, host } = this.wires;
    this.unanswered.add(request);
    if (fate === 'vanish') return;
    const arriveMs = schedule.nowMs + network.delayMs();
    if (fate === 'lose request') return this.answer(request, arriveMs, new Error('read ECONNRESET'));
    const life = host?.life ?? 0;
    const execute = (): void => {
      const answer = attempt(() => request.execute(server()));
      if (fate === 'no reply') return;
      const replyMs = schedule.nowMs + network.delayMs() + this.slowMs(request, fate);
      this.answer(request, replyMs, fate === 'lose reply' ? new Error('read ECONNRESET') : answer);
    };
    const arrive = (): void => (host ? host.enter(life, execute) : execute());
    // Worse than TCP, where it would hold up those behind it.
    if (fate === 'late') schedule.at(arriveMs + this.timeoutMs * 1.5, arrive);
    else this.requests.carry(arriveMs, arrive);
  }

  /** A slow reply comes just before its sender would give up. */
  private slowMs({ sentMs }: Request, fate: Fate): number {
    const { schedule, network } = this.wires;
    return fate === 'slow reply' ? this.timeoutMs - 2 * network.delayMs() - (schedule.nowMs - sentMs) : 0;
  }

  private answer(request: Request, atMs: number, answer: Reply | Error): void {
    const { process, host } = this.wires;
    const life = host?.life;
    this.replies.carry(atMs, () => {
      if (host?.life === life && this.unanswered.delete(request)) process.enter(() => request.end(answer));
    });
  }

  private break(): void {
    const { schedule, network, process } = this.wires;
    const lost = [...this.unanswered];
    this.unanswered.clear();
    this.isConnected = false;
    schedule.at(schedule.nowMs + network.delayMs(), () =>
      process.enter(() => {
        for (const request of lost) {
          if (this.isPatient && !request.wasSentBefore) this.sendAgain(request);
          else request.end(new Error('read ECONNRESET'));
        }
      }),
    );
    reconnect(
      this.wires,
      () => this.isOpen && !this.isConnected,
      () => this.connected(),
    );
  }

  private sendAgain(request: Request): void {
    request.wasSentBefore = true;
    this.start(request);
  }

  private connected(): void {
    this.isConnected = true;
    const waiting = this.waiting;
    this.waiting = [];
    for (const request of waiting) this.start(request);
  }
}

function attempt(execute: () => Reply): Reply | Error {
  try {
    return execute();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
