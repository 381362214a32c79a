/** What an answer over HTTP says, as much of it as is of use. */
import type { HeaderValues } from './http';

const MAX_REASON_CHARACTERS = 300;
const MAX_RETRY_AFTER_MS = 3_600_000;
/** Shorter values are no secrets, and would turn up in any text. */
const LEAST_SECRET = 6;

export class TooLong extends Error {}

/** The whole body as text. Throws `TooLong` once it is more than `most` bytes, and reads no further. */
export async function bodyOf(response: Response, most: number): Promise<string> {
  const { text, isWhole } = await begun(response, most);
  if (isWhole) return text;
  throw new TooLong(`more than ${most} bytes`);
}

async function begun(response: Response, most: number): Promise<{ text: string; isWhole: boolean }> {
  const body: AsyncIterable<Uint8Array> | null = response.body;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most) break;
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isWhole: bytes <= most };
}

/**
 * How long to wait, by `Retry-After` in seconds or as a date (by the clock of who answered, where it tells its own); at most
 * an hour. Undefined where it says nothing that can be understood.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const theirs = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(theirs) ? Date.now() : theirs;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(waitMs) ? undefined : Math.round(Math.min(MAX_RETRY_AFTER_MS, Math.max(0, waitMs)));
}

/** The reason that a refusal gives, on one line; '' where it gives none for people. What we sent as a secret is not in it. */
export async function reasonIn(response: Response, most: number, sent: HeaderValues): Promise<string> {
  // A page is for a browser, and of no use in a message.
  if ((response.headers.get('content-type') ?? '').includes('html')) {
    await response.body?.cancel();
    return '';
  }
  const text = await begun(response, most).then(
    ({ text }) => text,
    () => '', // The status says enough: that its explanation broke off changes nothing.
  );
  const line = without(sent, textIn(text))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > MAX_REASON_CHARACTERS ? `${line.slice(0, MAX_REASON_CHARACTERS)}…` : line;
}

/** In the fields in which APIs say it: problem details (RFC 9457), OAuth, and what is customary. */
const FIELDS = ['detail', 'message', 'error_description', 'error', 'title', 'reason'];

function textIn(text: string): string {
  try {
    return saidIn(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}

function saidIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  return FIELDS.map((field) => saidIn(fields[field])).find((said) => said !== undefined && said !== '');
}

/** Some APIs repeat what they were sent. */
function without(sent: HeaderValues, text: string): string {
  const values = Object.values(sent).flatMap((value) => [value, ...value.split(/[\s,;=]+/)]);
  const secrets = values.filter((value) => value.length >= LEAST_SECRET).toSorted((a, b) => b.length - a.length);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
