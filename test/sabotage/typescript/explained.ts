/**
 * Mutants of the TypeScript that no test can notice because they change nothing that anybody could see, each with the
 * reason. By their names, which hold the file, the function and the words that change, so they move with their lines.
 */
export const explained: Readonly<Record<string, string>> = {
  'activities/kit/attempt/heartbeat.ts Heartbeat.constructor always: begun': 'what is undefined is not sent',
  'workflows/kit/facts.ts Facts.take swapped: this.known.set(key, value); this.count += 1;':
    'nobody looks between the two',
  'redis/connectionNews.ts Outages.constructor swapped: this.listen(kept); kept.onReplaced(() => this.listen(kept));':
    'neither hears anything before both are done',
  'redis/connectionNews.ts Outages.doubt swapped: this.doubted.add(kept); this.away(why);':
    'an outage that is told first is over no sooner: that is looked at when something stands again',
  "redis/connectionNews.ts Outages.listen swapped: client.on('error', (error: Error) => (this.lastError = error.message)); client.on('close',…":
    'listeners of different events, in whichever order they are added',
  "redis/connectionNews.ts Outages.listen swapped: client.on('close', () => { if (kept.current === client) this.away(this.lastError); }); cli…":
    'listeners of different events, in whichever order they are added',
  "redis/connectionNews.ts Outages.away swapped: this.awaySince = monotonicMs(); this.tell({ is: 'away', why });":
    'whoever is told asks nothing back',
  'redis/wakeups.ts Wakeups.close swapped: this.closed = true; this.cancelWave();':
    'a wave is cancelled whether or not anything may be sent',
  "redis/wakeups.ts Wakeups.wait swapped: signal?.removeEventListener('abort', wake); cancel();":
    'the wait is over: nothing happens between the two',
  'redis/wakeups.ts Wakeups.hear swapped: this.grants.set(owner, { token: Number(token), leaseMs: Number(leaseMs) }); this.wake(owne…':
    'who is woken goes on in a later turn, when both are done',
  'redis/wakeups.ts Wakeups.openInbox swapped: this.inboxOpen = true; this.send(async (subscriber) => { try { await subscriber.subscribe(…':
    'a subscription that fails says so in a later turn, when both are done',
  "redis/wakeups.ts Wakeups.open swapped: subscriber.on('error', ignore); subscriber.on('message', (channel, message) => this.hear(c…":
    'listeners of different events, in whichever order they are added',
  'redis/scriptCalls.ts ScriptCalls.run 0 is 1': 'it is set before it is looked at',
  'redis/scriptCalls.ts ScriptCalls.run swapped: this.flush(); this.writeSize *= 2;':
    'what is written waits for nothing that comes in this turn',
  'redis/scriptCalls.ts ScriptCalls.flush swapped: stream?.uncork(); this.cancelTimer ??= this.clock.after(this.timeoutMs, this.onTimer);':
    'nothing is answered in this turn',
  'redis/scriptCalls.ts ScriptCalls.flush swapped: call.dueMs = dueMs; this.sent.add(call);':
    'nobody looks between the two',
  'redis/scriptCalls.ts ScriptCalls.send swapped: call.command = command; void current.sendCommand(command);':
    'nobody looks between the two',
  'redis/scriptCalls.ts ScriptCalls.send swapped: void current.sendCommand(command); command.promise.then( (reply) => { if (this.sent.delete…':
    'an answer is heard in a later turn, when both are done',
  'redis/scriptCalls.ts ScriptCalls.run always: this.waiting.length === 0':
    'one more end of the tick finds nothing to write',
  'redis/scriptCalls.ts ScriptCalls.flush swapped: this.sent.add(call); this.send(call);':
    'a call that fails at once has been told, and is forgotten with the next timer',
  'redis/scriptCalls.ts ScriptCalls.send always: this.sent.delete(call)':
    'who was told that it is late hears nothing more: a promise settles once',
  'redis/scriptCalls.ts ScriptCalls.endTick swapped: this.writeSize = FIRST_WRITE; this.flush();':
    'nothing is called between the two',
  'redis/scriptCalls.ts ScriptCalls.fail swapped: this.sent.delete(call); call.reject(error);':
    'who is told goes on in a later turn, when both are done',
  'redis/scriptCalls.ts ScriptCalls.onTimer swapped: call.command?.drop(); this.fail(call, new Error(`The script ${call.name} timed out: no ans…':
    'nobody looks between the two',
  'client/execution.ts mustBePossible always: error instanceof Misshapen':
    'the three checks throw nothing else; the types do not know that',
  'client/restart.ts drain swapped: last = working.join(); await pause(POLL_MS);': 'nobody looks between the two',
  'client/restart.ts drain performance.now() - since >= waitMs with >': 'a clock that is never twice the same',
  'client/restart.ts drain without await pause(POLL_MS);': 'it asks as often as it can, and is told the same',
  'client/restart.ts drain no await: pause(POLL_MS)': 'it asks as often as it can, and is told the same',
  'client/list.ts 10 is 11': 'how many runs are looked at side by side, which only the server may notice',
  'client/list.ts listRuns first < runs.length with <=': 'one more turn over no run at all',
  'workflows/kit/failure.ts StepFailed.constructor always: label !== undefined':
    'a field that is declared is there, undefined, whether it is set to undefined or not',
  'redis/envelope.ts no member chunkSize: limits.chunkBytes':
    'how many pieces it comes in is a matter of time, not of what is stored',
  'redis/envelope.ts seal swapped: header.writeUInt8(VERSION, 0); header.writeUInt8(shrunk ? CODEC_BROTLI : CODEC_RAW, 1);':
    'each writes bytes of its own',
  'redis/envelope.ts seal swapped: header.writeUInt8(shrunk ? CODEC_BROTLI : CODEC_RAW, 1); header.writeUInt32BE(blobBytes, 2…':
    'each writes bytes of its own',
  'redis/envelope.ts seal swapped: header.writeUInt32BE(blobBytes, 2); header.writeUInt32BE(crc32(payload), CHECKSUM_START);':
    'each writes bytes of its own',
  'redis/envelope.ts mayShrink 0 is 1': 'a probe begins one byte later',
  'redis/envelope.ts mayShrink brotliCompressSync(probe, { params: compression.params }).length < 0.9 * probe.length with <=':
    'no number of bytes is nine tenths of 4,096',
  'redis/envelope.ts mayShrink no member params: compression.params':
    'a probe takes longer, and is compressed a little better',
  'redis/envelope.ts compress never: raw.length > limits.threadPoolAboveBytes':
    'it is compressed here or in the thread pool, to the same bytes',
  'redis/envelope.ts compress always: raw.length > limits.threadPoolAboveBytes':
    'it is compressed here or in the thread pool, to the same bytes',
  'redis/envelope.ts compress raw.length > limits.threadPoolAboveBytes with >=':
    'it is compressed here or in the thread pool, to the same bytes',
  'redis/envelope.ts decompress no member chunkSize: Math.max(1024, rawBytes)':
    'how many pieces it comes in is a matter of time, not of what is stored',
  'redis/envelope.ts decompress 1 is 2': 'another length than the announced one is corrupt anyway',
  'redis/envelope.ts decompress Math.max(1024, rawBytes) with min':
    'how many pieces it comes in is a matter of time, not of what is stored',
  'redis/envelope.ts decompress 1024 is 10240':
    'how many pieces it comes in is a matter of time, not of what is stored',
  'redis/envelope.ts decompress never: rawBytes > limits.threadPoolAboveBytes':
    'it is unpacked here or in the thread pool, to the same bytes',
  'redis/envelope.ts decompress always: rawBytes > limits.threadPoolAboveBytes':
    'it is unpacked here or in the thread pool, to the same bytes',
  'redis/envelope.ts decompress rawBytes > limits.threadPoolAboveBytes with >=':
    'it is unpacked here or in the thread pool, to the same bytes',
};
