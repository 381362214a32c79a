import type { Subscriber } from '../../redis';
import { reconnect, type Wires } from './connection';
import { Lane } from './lane';

/**
 * A connection that listens. Messages reach it like replies do: delayed, in order, or not at all. After a break it subscribes
 * again, as ioredis does: `ready` first; what was published before the subscription stands is not heard.
 */
export class SimulatedSubscriber implements Subscriber {
  /** With what ends the subscription of each channel. */
  private readonly channels = new Map<string, () => void>();
  private readonly hear: ((channel: string, message: string) => void)[] = [];
  private readonly ready: (() => void)[] = [];
  /** What resolves the promises of requests that are under way. */
  private readonly unanswered = new Set<() => void>();
  private readonly messages: Lane;
  private isOpen = true;

  constructor(private readonly wires: Wires) {
    this.messages = new Lane(wires.schedule);
    wires.host?.onEnd(() => this.break());
    this.soon(() => wires.process.enter(() => this.isReady()));
  }

  subscribe(channel: string): Promise<unknown> {
    this.channels.set(channel, ignore);
    return new Promise<void>((resolve) => this.soon(() => this.attach(channel), resolve));
  }

  unsubscribe(channel: string): Promise<unknown> {
    return new Promise<void>((resolve) => this.soon(() => this.detach(channel), resolve));
  }

  on(event: 'message' | 'ready' | 'error', listener: (...args: never[]) => void): void {
    if (event === 'message') this.hear.push(listener as (channel: string, message: string) => void);
    if (event === 'ready') this.ready.push(listener as () => void);
  }

  disconnect(): void {
    this.isOpen = false;
    for (const channel of this.channels.keys()) this.detach(channel);
  }

  private attach(channel: string): void {
    if (!this.isOpen || !this.channels.has(channel)) return;
    const { schedule, process, network, server } = this.wires;
    this.channels.get(channel)?.();
    const end = server().listen((_, message) => {
      if (network.losesMessage()) return;
      this.messages.carry(schedule.nowMs + network.messageDelayMs(), () =>
        process.enter(() => {
          if (this.isOpen) for (const listener of this.hear) listener(channel, message);
        }),
      );
    }, channel);
    this.channels.set(channel, end);
  }

  private detach(channel: string): void {
    this.channels.get(channel)?.();
    this.channels.delete(channel);
  }

  private isReady(): void {
    if (this.isOpen) for (const listener of this.ready) listener();
  }

  private break(): void {
    for (const [channel, end] of this.channels) {
      end();
      this.channels.set(channel, ignore);
    }
    const subscribeAgain = (): void => {
      for (const channel of this.channels.keys()) this.attach(channel);
      for (const done of this.unanswered) this.answer(done);
    };
    const connected = (): void => {
      this.isReady();
      this.soon(subscribeAgain);
    };
    reconnect(this.wires, () => this.isOpen, connected);
  }

  /** A round trip: `work` at the server, then `done` in the process. After a break `subscribeAgain` does both. */
  private soon(work: () => void, done: () => void = () => undefined): void {
    const { schedule, network, host } = this.wires;
    const life = host?.life ?? 0;
    this.unanswered.add(done);
    schedule.at(schedule.nowMs + 2 * network.delayMs(), () => {
      const arrive = (): void => {
        work();
        this.answer(done);
      };
      if (host) host.enter(life, arrive);
      else arrive();
    });
  }

  private answer(done: () => void): void {
    if (this.unanswered.delete(done)) this.wires.process.enter(done);
  }
}

function ignore(): undefined {
  return undefined;
}
