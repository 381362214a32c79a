/**
 * Points of the protocol at which a worker process can be killed or stopped, hit exactly: every command to Redis passes
 * `Redis.sendCommand`, every answer to Temporal the SDK's bridge, all own code of steps the world of the test. The
 * product knows nothing of this; only a process of the tests is wrapped.
 */
import { Redis } from 'ioredis';
import { native } from '@temporalio/core-bridge';
import { scriptNames, scripts } from '../../redis/scripts';
import type { Entry, Journal } from './journal';

export interface Point {
  /** A script by its name, the storing of a blob or a cached answer, own code of a step, or what Temporal is told. */
  readonly at: string;
  /** `after`: it is done, and nobody here has seen the answer. `during`: an effect is on its way. */
  readonly when: 'before' | 'during' | 'after';
  /** A word of what is sent there: a step, a resource. The first call that has it is the point. */
  readonly of?: string;
  /** SIGKILL, or SIGSTOP: a process that is stopped past its lease and goes on is a zombie. */
  readonly how: 'kill' | 'stop';
}

export type Reach = (when: Point['when'], at: string, words: string, facts?: Pick<Entry, 'onItsWay'>) => boolean;

/** @returns what tells that the process is at a place; at the point it does not return, or only after SIGCONT. */
export function reachFor(point: Point | undefined, journal: Journal): Reach {
  let reached = false;
  return (when, at, words, facts = {}) => {
    const isThere = when === point?.when && at === point.at && words.includes(point.of ?? '');
    if (!isThere || reached) return false;
    reached = true;
    journal.note({ reached: `${when} ${at}`, ...facts });
    process.kill(process.pid, point.how === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    return true;
  };
}

/** What lies in Redis from now on is noted the moment its answer is here: whoever computes it again broke promise 1. */
export function watchRedis(reach: Reach, journal: Journal): void {
  const send = Redis.prototype.sendCommand;
  Redis.prototype.sendCommand = function (command, stream) {
    const args = command.args.map(String);
    const at = nameOf(command.name, args);
    const words = args.join(' ');
    reach('before', at, words);
    const sent: unknown = send.call(this, command, stream);
    command.promise.then(
      (reply) => {
        if (at === 'cache' && reply === 'OK') journal.note({ kept: [`value ${args[1]}`] });
        const word = Array.isArray(reply) ? String(reply[0]) : '';
        if (at === 'commit' && word === 'committed') journal.note({ kept: [argumentsOf(args)[0] ?? ''] });
        if (at === 'record' && word === 'ok') journal.note({ kept: valuesOf(args) });
        reach('after', at, words);
      },
      () => undefined,
    );
    return sent;
  };
}

function nameOf(command: string, [first = '']: readonly string[]): string {
  const script = scriptNames.find((name) => scripts[name].sha1 === first || scripts[name].source === first);
  if (script !== undefined) return script;
  if (command !== 'set') return command;
  return first.includes(':c2:{') ? 'cache' : first.includes('}:b:') ? 'blob' : command;
}

/** Of the call of a script: behind its sha, the number of its keys, and these. */
const argumentsOf = (args: readonly string[]): readonly string[] => args.slice(2 + Number(args[1]));

/** `record`: six arguments, then key, outcome and value of each item (redis/lua/record.lua). */
const valuesOf = (args: readonly string[]): string[] =>
  argumentsOf(args)
    .slice(6)
    .flatMap((value, i) => (i % 3 === 2 ? [`value ${value}`] : []));

/** What Temporal is told: `workflow` (the commands of a workflow task) and `activity` (how an attempt ended). */
export function watchTemporal(reach: Reach): void {
  const bridge = native as unknown as Record<string, (worker: unknown, bytes: Buffer) => Promise<void>>;
  const calls = { workerCompleteWorkflowActivation: 'workflow', workerCompleteActivityTask: 'activity' };
  for (const [name, at] of Object.entries(calls)) {
    const complete = bridge[name];
    if (!complete) throw new Error(`the bridge has no ${name}`);
    bridge[name] = async (worker, bytes) => {
      const words = Buffer.from(bytes).toString('latin1');
      reach('before', at, words);
      await complete(worker, bytes);
      reach('after', at, words);
    };
  }
}
