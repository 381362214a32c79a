import * as fc from 'fast-check';
import { z } from 'zod';
import { ref } from '../../../../activities/kit';
import { openAttempt } from '../../../../activities/kit/attempt/attempt';
import { canonicalJson, hashOf, joinedArrays } from '../../../../redis/canonical';
import type { AnyMapDefinition, AnyStepDefinition } from '../../../../activities/kit/authoring/define';
import { identify } from '../../../../activities/kit/map/item';
import type { Shard } from '../../../../activities/kit/map/item';
import { plainWork } from '../../../../activities/kit/attempt/plain';

const definition: AnyStepDefinition = {
  kind: 'step',
  version: 1,
  input: { list: ref(z.array(z.number())), max: z.number().default(16), min: z.number().optional() },
  output: z.number(),
  run: () => Promise.resolve(1),
};
const list = { $ref: 'a'.repeat(64), step: 'a.list', bytes: 3, items: 1, gen: 5 };
const hash = (input: unknown, over: Partial<AnyStepDefinition> = {}, name = 'a.sum'): string =>
  plainWork(name, { ...definition, ...over }, input).hash;

describe('rule 1: the identity of a call', () => {
  it('does not see key order, spelled-out defaults, or the generation, size and producer of a reference', () => {
    const same = hash({ list });
    expect(hash({ max: 16, list })).toBe(same);
    expect(hash({ list: { ...list, gen: 6, step: 'b.other', bytes: 9 } })).toBe(same);
    expect(hash({ list, min: undefined })).toBe(same);
  });

  it('sees step, version, inline values and the content of references', () => {
    const others = [
      hash({ list }),
      hash({ list }, {}, 'a.other'),
      hash({ list }, { version: 2 }),
      hash({ list, max: 17 }),
      hash({ list, min: 16 }),
      hash({ list: { ...list, $ref: 'b'.repeat(64) } }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});

describe('an item is known', () => {
  const map: AnyMapDefinition = {
    kind: 'map',
    version: 1,
    item: z.number(),
    id: (n: number) => `number ${n}`,
    shared: {},
    output: z.number(),
    run: () => Promise.resolve(1),
  };
  const shard: Shard = { step: 'a.map', runId: 'run', definition: map, shared: {}, sharedIdentity: { by: 2 } };
  const known = (over: Partial<Shard>, ...values: number[]) =>
    identify(
      { ...shard, ...over },
      values.map((value) => ({ name: `number ${value}`, value })),
    )[0];
  const others: readonly (readonly [string, Partial<Shard>, number])[] = [
    ['another item', {}, 8],
    ['other shared inputs', { sharedIdentity: { by: 3 } }, 7],
    ['another step', { step: 'a.other' }, 7],
  ];

  it('by the same hash and key whatever its neighbours', () => {
    expect(known({}, 7, 1, 2)).toEqual(known({}, 7));
  });

  it('by another key in another run, and by another hash under another version of the step', () => {
    const [here, there] = [known({}, 7), known({ runId: 'other' }, 7)];
    expect(there?.hash).toBe(here?.hash);
    expect(there?.idempotencyKey).not.toBe(here?.idempotencyKey);
    const later = known({ definition: { ...map, version: 2 } }, 7);
    expect(later?.hash).not.toBe(here?.hash);
    expect(later?.idempotencyKey).toBe(here?.idempotencyKey);
  });

  it.each(others)('apart from %s', (_, over, value) => {
    const [here, there] = [known({}, 7), known(over, value)];
    expect(there?.hash).not.toBe(here?.hash);
    expect(there?.idempotencyKey).not.toBe(here?.idempotencyKey);
  });
});

it('canonical JSON sorts keys at every depth and keeps the order of lists', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: undefined })).toBe('{"b":[{"c":2,"d":1},1]}');
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
});

it.each([NaN, Infinity, 1n, undefined, { n: NaN }, () => 1])('canonical JSON refuses %p', (value) => {
  expect(() => canonicalJson(value)).toThrow(/NaN|number|BigInt|bigint|undefined|function/i);
});

it.each([2000, 10_000])(
  'rule 6: lease + heartbeat interval do not exceed a heartbeat timeout of %i ms',
  (timeoutMs) => {
    const info = {
      workflowExecution: { workflowId: 'run', runId: 'r1' },
      namespace: 'ns',
      activityId: '3',
      attempt: 4,
      currentAttemptScheduledTimestampMs: 9,
      scheduledTimestampMs: 8,
      startToCloseTimeoutMs: 600_000,
      heartbeatTimeoutMs: timeoutMs,
    } as Parameters<typeof openAttempt>[0];
    const [first, second] = [openAttempt(info, 100), openAttempt(info, 100)];
    expect(first.leaseMs).toBe(timeoutMs * 0.7);
    expect(first.leaseMs + first.heartbeatMs).toBeLessThanOrEqual(timeoutMs);
    // Who cancels a run is heard with the next heartbeat.
    expect(first.heartbeatMs).toBeLessThanOrEqual(1000);
    expect(first).toMatchObject({ runId: 'run', scope: 'ns/run/r1/3', seq: 9, scheduledUs: 8000, latestMs: 600_100 });
    expect(first.owner).not.toBe(second.owner);
  },
);

it('arrays are joined to the bytes that one array of all their items has', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.jsonValue())), (arrays) => {
      const joined = joinedArrays(arrays.map((array) => Buffer.from(canonicalJson(array))));
      expect(joined.toString()).toBe(canonicalJson(arrays.flat()));
    }),
  );
});
