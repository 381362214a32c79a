/**
 * Mutants of the TypeScript that no test can notice because they change nothing that anybody could see, each with the
 * reason. By their names, which hold the file, the function and the words that change, so they move with their lines.
 */
export const explained: Readonly<Record<string, string>> = {
  'activities/kit/attempt/heartbeat.ts Heartbeat.constructor always: begun': 'what is undefined is not sent',
  'activities/kit/attempt/turn.ts takeTurn waitedMs() > BUSY_AFTER_MS with >=': 'a millisecond of ten seconds',
  'activities/kit/worker/paid.ts PaidAnswers 0 is 1': 'a byte of the 64 MiB that may wait for Redis',
  "client/watch.ts Seen.message swapped: this.lastMessage = text; yield { event: 'message', ...this.stamp(), text };":
    'whoever asks for the next event asks after both',
  'redis/clientProof.ts proveClient 0 is 1': 'what counts is whether the key may be used, whichever chunk it is of',
  'redis/itemRecord.ts marksOf 0 is 1': 'there is a byte for each eight places',
  'redis/resourceLock.ts ResourceLock.acquire 2 is 3': 'how soon it asks again: time, which no test asserts',
  'redis/resourceLock.ts ResourceLock.acquire always: held.remainingMs > 0':
    'a lock that has run out says so itself at the first effect; it spares its holder the beginning',
  'activities/kit/attempt/resource.ts withResource.release no await: lock.release()':
    'who asks for the lock next asks behind it',
  'activities/kit/worker/notify.ts post no await: response.body?.cancel()': 'nobody reads it any more',
  'redis/blobs.ts Blobs.lookUp headerBytes - 1 with +': 'it reads two bytes more than it looks at',
  "redis/clientProof.ts hscan swapped: keys.state, '0'":
    'what counts is whether the command may be used, not what it finds',
  'redis/resourceLock.ts pollMs place === 0 && pttlMs >= 0 with ||':
    'how soon it asks again: time, which no test asserts',
  'workflows/kit/epoch.ts Epoch.sleepOf 1 is 2': 'each sleep has a name of its own all the same',
  'workflows/kit/facts.ts Facts.take swapped: this.known.set(key, value); this.count += 1;':
    'nobody looks between the two',
  'workflows/kit/kernel.ts Kernel.sleeping swapped: this.sleeps.add(one); this.changed();':
    'what has changed is shown in a later turn',
  'workflows/kit/waitFor.ts ask swapped: kernel.waits.set(wait.name, wait); kernel.changed();':
    'what has changed is shown in a later turn',
  "workflows/kit/law.ts live swapped: mustFit(result); kernel.end('ok');":
    'what does not fit sets another status before anybody can look',
  'workflows/kit/call.ts Call.ends swapped: this.end = end; this.facts.endedAt = this.time();':
    'nobody looks between the two',
  'workflows/kit/kernel.ts Kernel.constructor swapped: this.id = sdk.execution().workflowId; this.parking = new Parking(sdk);':
    'neither looks at the other',
  'redis/clients.ts openCluster 1000 is 10000':
    'how long a node that says nothing is waited for before the next one is asked: time, which no test asserts',
  'redis/connect.ts no member disconnectTimeout: 200':
    'how long a process that ends has a timer left: time, which no test asserts',
  'redis/hold.ts Hold.enter !this.isOpen || this.state === next with &&':
    'it guards against a step between states that no method makes',
  'redis/watchDog.ts WatchDog.replace swapped: this.doubt = undefined; onWell(fault);':
    'whoever is told asks nothing back',
  'redis/clientProof.ts zrange 0 is 1': 'what counts is whether the command may be used, not what it finds',
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
  'activities/kit/worker/limiter.ts Limiter.passOn swapped: this.waiting.delete(next); next();':
    'who is woken goes on in a later turn, when both are done',
  'activities/kit/worker/paid.ts 250 is 2500': 'how often Redis is asked while it is away: time, which no test asserts',
  'activities/kit/attempt/effect.ts EffectOfStep.notKept swapped: this.warned = true; this.log.warn( `${this.name} reads step.idempotencyKey and ${why}, so …':
    'a logger asks nothing back',
  'client/trouble.ts troubleOf 0 is 1': 'neither is a second attempt',
  'client/timestamp.ts timestampMs 0 is 1 (2)': 'a billionth of a second is cut off',
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
  "worker/health.ts serveHealth.close no await: once(server, 'close')": 'it is closed a turn later',
  'worker/createWorker.ts createWorker no member ...options.worker':
    'a worker needs servers: worker/own/own.temporal.test.ts turns red',
  'activities/kit/worker/paid.ts PaidAnswers.store swapped: entry.arrivedAt = monotonicMs(); entry.bytes = Buffer.byteLength(answer);':
    'nobody looks between the two',
  'redis/runStore.ts RunStore.itemPages floor without "?? 0"': 'where Redis has none it says null, whose number is 0',
  'workflows/kit/kernel.ts Kernel.begin swapped: this.namesakes.clear(); this.effects.begin();':
    'neither knows of the other',
  'redis/resourceLock.ts pollMs pttlMs + 1 with -': 'it asks 2 ms sooner, and then once more',
  'activities/kit/worker/kitSteps.ts kept 1 is 2': 'a page between two is empty',
  'client/download.ts writeWhole not true (3)': 'what is flushed is told only by a machine that loses its power',
  'activities/effects/file.ts sync without await handle.close();': 'the folder is synced; its handle is closed later',
  'workflows/kit/facts.ts Facts.take 0 is 1': 'what was remembered was JSON, so that it has bytes',
};
