/** Large lists piece by piece, so that the event loop, on which heartbeats and renewals hang, has its turn between them. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { canonicalJson } from '../../../redis/canonical';
import { parsed } from './stored';

/** About 2 ms of reading, or writing, them. */
const BYTES_A_TURN = 256 * 1024;
const ITEMS_A_TURN = 1000;
const [OPEN, CLOSE] = [Buffer.from('['), Buffer.from(']')];
const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
/** Of lists and objects alike: they differ in this bit. */
const KIND = 0x20;
const [BEGIN, END] = [0x7b, 0x7d];

/** What the JSON of a list says. What is no list, or no JSON, is parsed as a whole: the parser says what is wrong with it. */
export async function parsedInSlices(json: Uint8Array): Promise<unknown> {
  if (json.length <= BYTES_A_TURN || json[0] !== OPEN[0] || json.at(-1) !== CLOSE[0]) return parsed(json);
  const items: unknown[] = [];
  for (const [from, to] of slicesOf(json)) {
    const part = parsed(Buffer.concat([OPEN, json.subarray(from, to), CLOSE])) as unknown[];
    if (part.length === 0) return parsed(json);
    for (const item of part) items.push(item);
    await othersTurn();
  }
  return items;
}

/** Places between whole items. */
function* slicesOf(json: Uint8Array): Generator<readonly [number, number]> {
  let from = 1;
  let depth = 0;
  let inText = false;
  for (let at = 1; at < json.length - 1; at += 1) {
    const byte = json[at] as number;
    if (inText) {
      if (byte === ESCAPE) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if ((byte | KIND) === BEGIN) depth += 1;
    else if ((byte | KIND) === END) depth -= 1;
    else if (byte === COMMA && depth === 0 && at - from >= BYTES_A_TURN) {
      yield [from, at];
      from = at + 1;
    }
  }
  yield [from, json.length - 1];
}

/** The canonical JSON of a list. Throws as `canonicalJson` does. */
export async function jsonInSlices(items: readonly unknown[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [OPEN];
  for (let from = 0; from < items.length; from += ITEMS_A_TURN) {
    if (from > 0) await othersTurn();
    const slice = canonicalJson(items.slice(from, from + ITEMS_A_TURN));
    parts.push(Buffer.from(`${from === 0 ? '' : ','}${slice.slice(1, -1)}`));
  }
  return Buffer.concat([...parts, CLOSE]);
}
