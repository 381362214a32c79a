/**
 * What turns the tests of docs/guarantees.md red: each row of its tables names one of these. A test of the fast tier holds that
 * each still fits the source, `npm run test:sabotage` that it turns the test of its row red.
 */
import type { Mutant } from './luaMutants';

/** [what is broken, file, the text that stands there once, what stands there instead]. */
type Edit = readonly [name: string, file: string, from: string, to: string];

const paidOnce: readonly Edit[] = [
  [
    'what is recorded is computed all the same',
    'activities/kit/map/items.ts',
    'items.filter((item) => !known.has(item.hash))',
    'items',
  ],
  [
    'an item is known by its list',
    'activities/kit/map/item.ts',
    'hash: hashAs(step, item),',
    'hash: hashAs(step, item) + String(items.length),',
  ],
  [
    'a cache is never asked',
    'activities/kit/map/settle.ts',
    'return definition.cache\n',
    'return definition.cache === 0\n',
  ],
  [
    'an earlier answer does not count',
    'activities/kit/worker/paid.ts',
    'if (earlier !== undefined) return earlier;',
    '',
  ],
  [
    'the next item begins before the last is recorded',
    'activities/kit/map/items.ts',
    'await log.add({',
    'void log.add({',
  ],
  [
    'an answer that comes after the lease is thrown away',
    'activities/kit/worker/paid.ts',
    'return this.store(entry, answer);',
    'asker.lease.throwIfAborted();\n    return this.store(entry, answer);',
  ],
  [
    'an answer that Redis does not take at once is given up',
    'activities/kit/worker/paid.ts',
    'if (entry.givenUp) throw error;',
    'throw error;',
  ],
  [
    'nobody joins a call in flight',
    'activities/kit/worker/paid.ts',
    'const joined = this.entries.get(asked.name);',
    'const joined = undefined as Entry | undefined;',
  ],
  [
    'the end of a process gives calls no time',
    'activities/kit/worker/paid.ts',
    'await Promise.race([all, pause(graceMs, undefined, { signal: enough.signal }).catch(() => undefined)]);',
    '',
  ],
  [
    'the end of a process does not wait for Redis',
    'activities/kit/worker/paid.ts',
    'await Promise.allSettled([...this.storing].map((entry) => entry.stands));',
    '',
  ],
];

const oneHolder: readonly Edit[] = [
  ['begin does not look who holds the lock', 'redis/lua/begin.lua', 'if held and not mine then', 'if false then'],
  [
    'acquire does not look who holds the lock',
    'redis/lua/acquire.lua',
    '(not lock and turn == owner)',
    '(turn == owner)',
  ],
  [
    'assertHeld does not look at the clock',
    'redis/hold.ts',
    'if (nowMs >= this.deadlineMs) this.expire(nowMs);\n    if (this.loss)',
    'if (this.loss)',
  ],
  [
    'the deadline counts from the reply',
    'redis/hold.ts',
    'this.deadlineMs = options.sentAt + this.leaseMs',
    'this.deadlineMs = this.clock.nowMs() + this.leaseMs',
  ],
];

const fenced: readonly Edit[] = [
  [
    'a token of a step is the time alone',
    'redis/lua/begin.lua',
    'math.max(last + 1, time[1] * 1000000 + time[2], floor)',
    'math.max(time[1] * 1000000 + time[2], floor)',
  ],
  [
    'a token of a resource is the time alone',
    'redis/lua/acquire.lua',
    'math.max(last + 1, nowUs, floor)',
    'math.max(nowUs, floor)',
  ],
  [
    'commit looks at the owner alone',
    'redis/lua/commit.lua',
    "string.sub(redis.call('GET', KEYS[2]) or '', 1, #prefix) == prefix",
    "string.match(redis.call('GET', KEYS[2]) or '', '^%d+ (%S+)') == ARGV[3]",
  ],
  [
    'record does not look whose lock it is',
    'redis/lua/record.lua',
    "if string.sub(redis.call('GET', KEYS[1]) or '', 1, #prefix) ~= prefix then",
    'if false then',
  ],
  [
    'the token stays at home',
    'activities/effects/httpSend.ts',
    "...(step.token === undefined ? {} : { [api.tokenHeader ?? 'Fencing-Token']: String(step.token) }),",
    '',
  ],
  [
    'each attempt has a key of its own',
    'activities/kit/attempt/context.ts',
    'ownKey ?? hashOf([x.attempt.runId, firstName, formerly[0] ?? hash])',
    'hashOf([x.attempt.owner, ownKey, firstName, formerly[0] ?? hash])',
  ],
];

const resumes: readonly Edit[] = [
  ['Temporal waits up to 10 s', 'workflows/kit/calls.ts', "maximumInterval: '1s'", "maximumInterval: '10s'"],
  ['each death doubles the wait', 'workflows/kit/calls.ts', 'backoffCoefficient: 1.2', 'backoffCoefficient: 2'],
  ['a report is as patient as others', 'workflows/report.ts', "  heartbeatTimeout: '1500ms',\n", ''],
  [
    'the client leaves the time of a workflow task to Temporal',
    'client/execution.ts',
    'workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,',
    '',
  ],
];

const nothingVanishes: readonly Edit[] = [
  [
    'an item that fails is left to another attempt for ever',
    'activities/kit/map/items.ts',
    "if ('retry' in outcome && !lastSweep) {",
    "if ('retry' in outcome) {",
  ],
  [
    'a reason gets lost',
    'activities/kit/map/items.ts',
    ': { id: item.name, outcome, reason: value };',
    ": { id: item.name, outcome, reason: '' };",
  ],
  [
    'what was set aside while reading is forgotten',
    'activities/report/ledger.ts',
    "outcome !== 'ok' && !isUsed.has(input)",
    "outcome === 'ok' && !isUsed.has(input)",
  ],
  [
    'the report leaves out what failed',
    'activities/report/render/audit.ts',
    'o.ledger.map(',
    "o.ledger.filter((e) => e.outcome !== 'failed').map(",
  ],
  ['a report is whole whatever failed', 'workflows/report.ts', 'inputs.failed > 0 || notFound > 0', 'notFound > 0'],
  [
    'what a person skipped is forgotten',
    'workflows/kit/run.ts',
    'skippedByHand: () => kernel.wasSkipped,',
    'skippedByHand: () => false,',
  ],
];

const selfHealing: readonly Edit[] = [
  [
    'a loss is a failure like any other',
    'workflows/kit/calls.ts',
    "if (type === 'StateLost') {",
    "if (type === 'Lost') {",
  ],
  [
    'the same content made anew is another input',
    'activities/kit/content/refs.ts',
    "export const contentOf = ({ $ref, view }: Pick<WireRef, '$ref' | 'view'>): unknown =>\n  view === undefined ? $ref",
    'export const contentOf = ({ $ref, view, gen = 0 }: any): unknown =>\n  view === undefined ? [$ref, gen]',
  ],
  ['four strikes stop a run', 'workflows/kit/kernel.ts', 'const MAX_STRIKES = 3;', 'const MAX_STRIKES = 4;'],
];

const bounded: readonly Edit[] = [
  ['items live for ever', 'redis/lua/record.lua', "redis.call('PEXPIRE', KEYS[3], ARGV[5])", ''],
  [
    'an inline output may be of any size',
    'activities/kit/content/refs.ts',
    'if (bytes > INLINE_BYTES) {',
    'if (bytes < 0) {',
  ],
  [
    'calls do not wait for room',
    'workflows/kit/room.ts',
    'return this.taken === 0 || this.taken + bytes <= sizes.callsBytes;',
    'return true;',
  ],
  ['a run may be paused for eight days', 'workflows/kit/parking.ts', '= 7 * 24 *', '= 8 * 24 *'],
  ['the wait after a failure grows without end', 'activities/kit/errors.ts', 'Math.min(MAX_BACK_OFF_MS, ', '('],
  ['an input may be of any size', 'workflows/kit/shapes.ts', 'if (bytes > sizes.inlineBytes) {', 'if (bytes < 0) {'],
  ['each item is a shard', 'workflows/kit/map.ts', 'const DEFAULT_SHARD_SIZE = 500;', 'const DEFAULT_SHARD_SIZE = 1;'],
  ['the kit tries for a day', 'workflows/kit/own.ts', "scheduleToCloseTimeout: '30m'", "scheduleToCloseTimeout: '24h'"],
  [
    'the kit tries again without a word',
    'workflows/kit/own.ts',
    'if (why !== undefined) await untilRetried(kernel, name, why);',
    '',
  ],
];

const plain: readonly Edit[] = [
  ['the query has another name', 'workflows/kit/messages.ts', "('progress')", "('state')"],
  [
    'the argument of an update is taken as it comes',
    'workflows/kit/door.ts',
    'return shaped(name, messages[name], given[0]) as Argument;',
    'return given[0] as Argument;',
  ],
  [
    'a run opens twice',
    'workflows/kit/law.ts',
    'void keepAlive(kernel);',
    'void keepAlive(kernel);\n    await open({});',
  ],
];

const inSilence: readonly Edit[] = [
  [
    'a second effect is made without a question',
    'workflows/kit/keeping.ts',
    'return conflict ? decided(of, key, conflict) :',
    'return conflict === null ? decided(of, key, conflict) :',
  ],
  [
    'the pause names one input',
    'workflows/kit/keeping.ts',
    'const before = `${cut(was, INPUT_CHARACTERS)}${named}`;',
    'const before = named;',
  ],
  ['a kept answer is not known by its input', 'workflows/kit/effects.ts', 'fact.input === input || (', '('],
  [
    'a kept answer is not known by its key',
    'workflows/kit/effects.ts',
    ' || (key !== undefined && fact.key === key);',
    ';',
  ],
  ['a run that failed is left as it is', 'workflows/kit/law.ts', 'await undone(kernel, why);', 'why;'],
  [
    'what may have happened is not undone',
    'workflows/kit/calls.ts',
    'if (begun) kernel.undos.begun(doing, begun);',
    '',
  ],
  ['the first is undone first', 'workflows/kit/undo.ts', 'b.endedAs - a.endedAs', 'a.endedAs - b.endedAs'],
  ['calls with one key are two effects', 'workflows/kit/undo.ts', 'this.joinNamesakes(doing, key);', ''],
  [
    'what is left undone is not said',
    'workflows/kit/undoing.ts',
    'return left.length === 0 ? failure : leftUndone(failure, left);',
    'return failure;',
  ],
];

const all = [paidOnce, oneHolder, fenced, resumes, nothingVanishes, selfHealing, bounded, plain, inSilence].flat();

export const promiseMutants: readonly Mutant[] = all.map(([name, file, from, to]) => ({
  name,
  file,
  change(source) {
    const parts = source.split(from);
    if (parts.length === 2) return parts.join(to);
    throw new Error(`${file} has ${parts.length - 1} places that read what "${name}" breaks: ${from}`);
  },
}));
