import type { Mutant } from './luaMutants';

/** [what is broken, file, the text that stands there, what stands there instead]. */
type Edit = readonly [name: string, file: string, from: string, to: string];

const edits: readonly Edit[] = [
  [
    'the deadline counts from the reply',
    'redis/hold.ts',
    'this.deadlineMs = sentAtMs + this.leaseMs',
    'this.deadlineMs = this.clock.nowMs() + this.leaseMs',
  ],
  [
    'the first deadline counts from the reply',
    'redis/hold.ts',
    'this.deadlineMs = options.sentAt + this.leaseMs',
    'this.deadlineMs = this.clock.nowMs() + this.leaseMs',
  ],
  [
    'there is no margin',
    'redis/hold.ts',
    'return this.options.marginMs ?? Math.max(MINIMUM_MARGIN_MS, this.leaseMs / 10);',
    'return 0;',
  ],
  [
    'assertHeld does not look at the clock',
    'redis/hold.ts',
    'if (nowMs >= this.deadlineMs) this.expire(nowMs);\n    if (this.loss) throw this.loss;',
    'if (this.loss) throw this.loss;',
  ],
  [
    'assertHeld passes after the release',
    'redis/hold.ts',
    "if (this.state === 'released') throw",
    "if (this.state === 'released' && false) throw",
  ],
  [
    'the deadline has no timer',
    'redis/hold.ts',
    'if (nowMs >= this.deadlineMs) return this.expire(nowMs);\n    if (nowMs >= this.latestMs)',
    'if (nowMs >= this.latestMs)',
  ],
  [
    'a late reply revives',
    'redis/hold.ts',
    "if (nowMs >= this.deadlineMs) return this.expire(nowMs);\n    if (reply.word === 'held')",
    "if (reply.word === 'held')",
  ],
  ['a reply revives what is lost', 'redis/hold.ts', "if (this.state !== 'held') return;", ''],
  [
    'renewals go on past the end of the attempt',
    'redis/hold.ts',
    'if (nowMs >= this.latestMs) this.tickAtMs = Infinity;',
    '',
  ],
  [
    'a revoked holder believes that it holds',
    'redis/hold.ts',
    "else if (reply.word === 'revoked') this.enter('revoked', this.lostBy('revoked', nowMs));",
    '',
  ],
  [
    'a stolen lock is not told',
    'redis/hold.ts',
    "else if (reply.word === 'lost') this.enter('lost', this.lostBy('stolen', nowMs));",
    '',
  ],
  ['the signal does not fire', 'redis/hold.ts', 'this.controller?.abort(this.loss);', ''],
  [
    'an unknown renewal is not sent again soon',
    'redis/hold.ts',
    'this.tickAtMs = nowMs + Math.max(MINIMUM_RETRY_MS, this.options.leaseMs / 16);',
    'this.tickAtMs = nowMs + this.options.leaseMs;',
  ],
  [
    'a stall is not told from silence',
    'redis/hold.ts',
    "return leftToAnswerMs < this.leaseMs / 4 ? 'stalled' : 'unreachable';",
    "return 'unreachable';",
  ],
  [
    'silence is told as a stall',
    'redis/hold.ts',
    "return leftToAnswerMs < this.leaseMs / 4 ? 'stalled' : 'unreachable';",
    "return 'stalled';",
  ],
  [
    'a renewal that was never sent is no stall',
    'redis/hold.ts',
    "return this.tickAtMs <= this.deadlineMs ? 'stalled' : 'expired';",
    "return 'expired';",
  ],
  [
    'the end of renewals is told as a stall',
    'redis/hold.ts',
    "return this.tickAtMs <= this.deadlineMs ? 'stalled' : 'expired';",
    "return 'stalled';",
  ],
  [
    'the first of several unanswered renewals is forgotten',
    'redis/hold.ts',
    'this.unansweredSinceMs ??= sentAtMs;',
    'this.unansweredSinceMs = sentAtMs;',
  ],
  [
    'a grant older than the last question is believed',
    'redis/resourceLock.ts',
    'if (!grant || grant.token <= reply.lastToken) continue;',
    'if (!grant) continue;',
  ],
  [
    'a grant counts from the moment it is heard',
    'redis/resourceLock.ts',
    '{ ...timing, firstLeaseMs: grant.leaseMs }',
    '{ ...timing, sentAt: clock.nowMs(), firstLeaseMs: grant.leaseMs }',
  ],
  [
    'a grant counts for a full lease',
    'redis/resourceLock.ts',
    '{ ...timing, firstLeaseMs: grant.leaseMs }',
    '{ ...timing, sentAt: clock.nowMs() }',
  ],
  [
    'what an unknown acquire may hold is kept',
    'redis/resourceLock.ts',
    'await this.giveBack(owner);\n          wakeups.forget(owner);',
    'wakeups.forget(owner);',
  ],
  [
    'a wait that ends leaves its place in the queue',
    'redis/resourceLock.ts',
    'if (mayStand) await this.giveBack(owner);',
    '',
  ],
  ['the ticket is forgotten between two questions', 'redis/resourceLock.ts', 'ticket = reply.ticket;', ''],
  ['a short lease is accepted', 'redis/resourceLock.ts', 'if (!(leaseMs >= limits.minimumLeaseMs)) {', 'if (false) {'],
  ['waiting has no end', 'redis/resourceLock.ts', 'if (leftMs <= 0) throw this.gaveUp(reply, waitedMs);', ''],
  ['an aborted wait goes on', 'redis/wakeups.ts', "signal?.addEventListener('abort', wake);", ''],
  [
    'a grant is not passed on',
    'redis/wakeups.ts',
    'this.grants.set(owner, { token: Number(token), leaseMs: Number(leaseMs) });',
    '',
  ],
  [
    'a waiter sleeps through a wake-up',
    'redis/wakeups.ts',
    'if (channel !== this.inbox) return this.wake(channel);',
    'if (channel !== this.inbox) return;',
  ],
  [
    'renewals of all slots go into one call',
    'redis/renewals.ts',
    "const tag = lease.key.slice(lease.key.indexOf('{'), lease.key.indexOf('}'));",
    "const tag = '';",
  ],
  ['the answers of a renewal are mixed up', 'redis/renewals.ts', '(replies[i] ?? ', '(replies[0] ?? '],
  [
    'an error counts as lost',
    'redis/replies.ts',
    "return { word: 'unknown', cause: asError(error) };",
    "return parse(['lost', '']);",
  ],
  [
    'a call is not timed',
    'redis/scriptCalls.ts',
    'this.cancelTimer ??= this.clock.after(this.timeoutMs, this.onTimer);',
    '',
  ],
  [
    'a forgotten script is not brought along',
    'redis/scriptCalls.ts',
    "if (how === 'evalsha' && error.message.startsWith('NOSCRIPT')) return this.send(call, 'eval');",
    '',
  ],
  [
    'a released lock fires its timers',
    'redis/sharedTimers.ts',
    'return () => due.delete(fire);',
    'return () => undefined;',
  ],
  [
    'the checksum of a chunk is not looked at',
    'redis/envelope.ts',
    "if (crc32(payload) !== header.checksum) return 'corrupt';",
    '',
  ],
  [
    'the name of a blob is not checked',
    'redis/blobs.ts',
    "return (await nameBeside(bytes)).sha === blob.sha ? bytes : 'corrupt';",
    'return bytes;',
  ],
  ['a blob may be of any size', 'redis/blobs.ts', 'if (bytes.length > limits.blobBytes) throw', 'if (false) throw'],
  [
    'a record may be of any size',
    'redis/runStore.ts',
    'checkSize(`The record of step ${step}`, text, limits.recordBytes);',
    '',
  ],
  [
    'an item may be of any size',
    'redis/runStore.ts',
    'for (const { key, value } of entries) checkSize(`Item ${key} of step ${lock.step}`, value, limits.itemRecordBytes);',
    '',
  ],
  [
    'braces in a run id become a hash tag',
    'redis/keys.ts',
    'return part.replace(/[%{}]/g, encodeURIComponent);',
    'return part;',
  ],
  ['a colon joins two names', 'redis/keys.ts', "if (part.includes(':')) throw", 'if (false) throw'],
  [
    'an unknown commit is given up at once',
    'activities/kit/attempt/insist.ts',
    'await pause(hold.clock, Math.min(RESEND_MS, hold.remainingMs));',
    'throw reply.cause;',
  ],
  [
    'an unknown request is sent past the deadline',
    'activities/kit/attempt/insist.ts',
    'if (hold.remainingMs <= 0) hold.assertHeld();',
    '',
  ],
  [
    'a record without its blobs is believed',
    'activities/kit/attempt/turn.ts',
    'if (!missing) return { record: reply.record };',
    'return { record: reply.record };',
  ],
  [
    'a superseded attempt waits',
    'activities/kit/attempt/turn.ts',
    "throw again('Superseded',",
    "void again('Superseded',",
  ],
  [
    'a wake-up is a licence to compute',
    'activities/kit/attempt/turn.ts',
    "case 'busy':\n",
    "case 'busy':\n        if (waitedMs() > 0) return { record: {} as never };\n",
  ],
];

export function holderMutants(): Mutant[] {
  return edits.map(([name, file, from, to]) => ({
    name: `${file}: ${name}`,
    file,
    change(source) {
      if (!source.includes(from)) throw new Error(`${file} no longer holds the text that "${name}" breaks: ${from}`);
      return source.replace(from, () => to);
    },
  }));
}
