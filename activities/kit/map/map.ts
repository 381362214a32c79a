/** A shard of a map step as the guard's work, and the gathering of shards into one output. */
import { z } from 'zod';
import { canonicalJson, hashOf, joinedArrays } from '../../../redis/canonical';
import type { MapEntry } from '../contract';
import type { AnyMapDefinition } from '../authoring/define';
import { nonRetryable } from '../errors';
import { MapCounts, mapEntry, WireRef } from '../authoring/fields';
import { identify } from './item';
import type { Item, Shard } from './item';
import { cachedBy, marksOf, readRecord, recordOf } from '../../../redis/itemRecord';
import type { RecordedItem } from '../../../redis/itemRecord';
import { itemLog, runItems } from './items';
import { issuesIn } from '../content/json';
import { listed } from './list';
import { identityOf, parseWire } from '../attempt/plain';
import { loadBytes, loadFields } from '../content/load';
import { blobOf, contentOf, pack, putJson, refsIn } from '../content/refs';
import type { Packed } from '../content/refs';
import type { Execution, Produced, Work } from '../attempt/work';

const ShardInput = z.strictObject({
  items: WireRef,
  shared: z.record(z.string(), z.unknown()),
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
});

const LIST = { by: 'ref', schema: z.array(z.unknown()) } as const;

export function mapWork(name: string, definition: AnyMapDefinition, input: unknown): Work {
  const parsed = ShardInput.safeParse(input);
  if (!parsed.success)
    throw nonRetryable('InputInvalid', `${name} was called with a wrong input: ${issuesIn(parsed.error)}`);
  const { items, from, to } = parsed.data;
  const wire = parseWire(name, definition.shared, parsed.data.shared);
  const sharedIdentity = identityOf(definition.shared, wire);
  const read = async (x: Execution) => {
    const fields = { ...definition.shared, items: LIST };
    x.heart.phase('reading');
    // Each of forty shards would else parse all comments and all of what they have in common.
    const sharing = { runId: x.attempt.runId, atEnd: x.atEnd };
    const { items: all, ...shared } = await loadFields(x.store, name, fields, { ...wire, items }, sharing);
    const shard: Shard = { step: name, runId: x.attempt.runId, definition, shared, sharedIdentity };
    const list = { name: canonicalJson(contentOf(items)), items: all as unknown[] };
    const named = identify(shard, await listed(name, definition, list, from, to));
    return { shard, named, known: await recorded(x, name, named) };
  };
  return {
    name,
    hash: hashOf([name, definition.version, contentOf(items), from, to, sharedIdentity]),
    version: definition.version,
    volatile: false,
    async execute(x) {
      const { shard, named, known } = await read(x);
      x.heart.phase('running');
      const { entries, counts, ...marks } = await runItems(x, shard, named, known);
      x.heart.phase('writing');
      return { ...(await packEntries(x, name, entries, definition.output, counts.cached)), items: counts, ...marks };
    },
    async skip(x, reason) {
      const { named, known } = await read(x);
      const entries = named.map((item): MapEntry<unknown> => {
        const found = known.get(item.hash);
        return found?.outcome === 'ok'
          ? { id: item.name, outcome: 'ok', value: JSON.parse(found.value) as unknown }
          : { id: item.name, outcome: 'skipped', reason };
      });
      const cached = named.map((item) => known.get(item.hash)?.cached === true);
      const cachedItems = marksOf(cached);
      const packed = await packEntries(x, name, entries, definition.output, cached.filter((is) => is).length);
      return { ...packed, ...(cachedItems === undefined ? {} : { cachedItems }) };
    },
  };
}

/**
 * Rule 7: read after `begin` succeeded. The ok items of a record that a floor has put out of force count as recorded
 * too: it has the same hash, so the same items in the same places. They are recorded at once, because only this attempt
 * was given that record. Paying them again needs `fresh`.
 */
async function recorded(x: Execution, name: string, items: readonly Item[]): Promise<Map<string, RecordedItem>> {
  const results = await x.store.items(
    name,
    items.map((item) => item.hash),
  );
  const known = new Map<string, RecordedItem>(
    items.flatMap(({ hash }, i) => (results[i] ? [[hash, readRecord(results[i])] as const] : [])),
  );
  const log = itemLog(x, name);
  const earlier = x.options.fresh === undefined ? await entriesOf(x) : [];
  const wasCached = cachedBy(x.previous?.cachedItems);
  const adopt = async ({ hash, name }: Item, i: number): Promise<void> => {
    const entry = earlier[i];
    if (known.has(hash) || entry?.outcome !== 'ok') return;
    const result = { outcome: entry.outcome, value: canonicalJson(entry.value), cached: wasCached(i) };
    known.set(hash, result);
    await log.add({ key: hash, outcome: result.outcome, value: recordOf({ name, call: x.options.call }, result) });
  };
  await Promise.all(items.map(adopt));
  return known;
}

async function entriesOf(x: Execution): Promise<readonly MapEntry<unknown>[]> {
  const [previous] = refsIn(x.previous?.output);
  const bytes = previous ? await x.store.getBlob(blobOf(previous)) : 'missing';
  return typeof bytes === 'string' ? [] : (JSON.parse(Buffer.from(bytes).toString('utf8')) as MapEntry<unknown>[]);
}

/** The shard's output: a reference with its counts beside it. */
async function packEntries(
  x: Execution,
  name: string,
  entries: readonly MapEntry<unknown>[],
  value: z.ZodType,
  cached: number,
): Promise<Packed> {
  const packed = await pack(x.store, name, x.hold.token, { by: 'mapped', schema: z.array(mapEntry(value)) }, entries);
  const of = (outcome: MapEntry<unknown>['outcome']): number => entries.filter((e) => e.outcome === outcome).length;
  const counts = { total: entries.length, ok: of('ok'), failed: of('failed'), skipped: of('skipped'), cached };
  return { ...packed, output: { ...WireRef.parse(packed.output), counts } };
}

const Part = WireRef.extend({ counts: MapCounts });
const Gather = z.strictObject({ of: z.string(), parts: z.array(Part).min(1).max(1000) });

/** Joins the outputs of a map's shards, in order, into one output of that map. Who reads it checks it, as always. */
export function gatherWork(name: string, input: unknown): Work {
  const parsed = Gather.safeParse(input);
  if (!parsed.success)
    throw nonRetryable('InputInvalid', `${name} was called with a wrong input: ${issuesIn(parsed.error)}`);
  const { of, parts } = parsed.data;
  const sum = (fact: keyof MapCounts): number => parts.reduce((all, part) => all + part.counts[fact], 0);
  const facts = Object.keys(MapCounts.shape) as (keyof MapCounts)[];
  const counts = Object.fromEntries(facts.map((fact) => [fact, sum(fact)]));
  const execute = async (x: Execution): Promise<Produced> => {
    const json = joinedArrays(await loadBytes(x.store, name, parts));
    const ref = await putJson(x.store, { step: of, gen: x.hold.token, items: sum('total') }, json);
    return { output: { ...ref, counts }, blobs: [blobOf(ref)], bytes: ref.bytes };
  };
  return { name, hash: hashOf([name, of, parts.map((part) => part.$ref)]), volatile: false, execute, skip: execute };
}
