/**
 * The world outside: a shop that is paid for items and takes bills, in the test's own process, where no fault reaches its
 * books. It knows idempotency keys and fencing tokens, as a good provider does, and writes down every call that arrives.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A paid call, as it arrived. `item` is unique in the whole world. */
export interface Payment {
  readonly run: string;
  readonly item: string;
  readonly pid: number;
  readonly at: number;
}

/** A run's last word: what became of each of its items. An effect, under a resource lock and an idempotency key. */
export interface Bill {
  readonly run: string;
  readonly pid: number;
  readonly key: string;
  readonly token: number;
  readonly outcomes: readonly (readonly [item: string, outcome: string, told: string])[];
  readonly at: number;
}

/** An attempt of a step that only takes long. */
export interface Beginning {
  readonly run: string;
  readonly pid: number;
  readonly at: number;
}

/** A worker that stood still, whatever the reason: stopped by us, or left without time by the machine. */
export interface Lateness {
  readonly pid: number;
  readonly lateMs: number;
  readonly at: number;
}

type Arrived = Omit<Payment & Bill & Lateness, 'at'> & { readonly takesMs: number };

export class Outside {
  readonly payments: Payment[] = [];
  /** All that arrived, also what was refused or known already. */
  readonly bills: Bill[] = [];
  /** What took effect. */
  readonly settled: Bill[] = [];
  readonly beginnings: Beginning[] = [];
  readonly latenesses: Lateness[] = [];
  /** Told of each bill when it has taken effect and nobody was answered yet. */
  onBill: (bill: Bill) => void = () => undefined;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async opened(): Promise<Outside> {
    const outside = new Outside();
    await new Promise<void>((resolve) => outside.server.listen(0, '127.0.0.1', resolve));
    return outside;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A caller that dies in the middle has said nothing.
    const text = await textOf(request).catch(() => undefined);
    if (text === undefined) return;
    const arrived = JSON.parse(text) as Arrived;
    const answer = this.answerTo(request.url, { ...arrived, at: Date.now() });
    await pause(arrived.takesMs);
    response.end(JSON.stringify(answer));
  }

  private answerTo(what: string | undefined, call: Payment & Bill & Lateness): unknown {
    const { run, item, pid, key, token, outcomes, lateMs, at } = call;
    if (what === '/bill') return this.take({ run, pid, key, token, outcomes, at });
    if (what === '/late') this.latenesses.push({ pid, lateMs, at });
    else if (what === '/begin') this.beginnings.push({ run, pid, at });
    else this.payments.push({ run, item, pid, at });
    return { told: `paid ${item}` };
  }

  private take(bill: Bill): { seen: number } {
    const seen = Math.max(0, ...this.settled.map(({ token }) => token));
    this.bills.push(bill);
    const isKnown = this.settled.some(({ key }) => key === bill.key);
    if (bill.token >= seen && !isKnown) this.settled.push(bill);
    this.onBill(bill);
    return { seen };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
