/**
 * Objects in an S3 store, fenced by conditional writes.
 *
 * Each object carries the token of its writer and the sha256 of its content in its metadata. A writer looks at what is there
 * (HEAD), and writes on the condition that it is still there (`If-Match` with its ETag, or `If-None-Match: *` where there was
 * nothing). The store decides both at one moment, so a writer that was overtaken between the two is refused, looks again, and
 * finds the larger token. Readers see an old object or a new one, never a part.
 */
import { createHash } from 'node:crypto';
import { StaleToken } from '../kit/authoring/staleToken';
import type { Fence, FileSink } from './file';
import { mustHonourConditions } from './s3Probe';
import { refusal, S3Store } from './s3Store';
import type { S3Answer, S3Options } from './s3Store';

/** Each turn that is lost was won by another writer: so many at once do not exist where one holds the resource. */
const MAX_TURNS = 10;
const MAX_KEY_BYTES = 1024;
const TOKEN = 'x-amz-meta-pipeline-token';
const SHA256 = 'x-amz-meta-pipeline-sha256';

/**
 * A folder of a bucket (`s3://bucket/folder`) that steps with a `resource` write objects into; used as `fileSink` is. Throws where
 * `target` is no such URL.
 *
 * Fenced by the token: a writer whose token is smaller than that of the object changes nothing (`StaleToken`). The same token and
 * content again changes nothing. An object that was made otherwise is not replaced. The store must honour `If-Match` and
 * `If-None-Match` on PUT, which is tried out once for each bucket and process; one that does not ends the step (`StoreNotFenced`).
 * Rights needed: GetObject, PutObject, DeleteObject (what the trial wrote) and ListBucket (without it S3 says 403 of what is missing).
 *
 * Not guaranteed: whoever deletes an object deletes the memory of its token. Several objects are not replaced at one moment. Where
 * the ETag is the MD5 of the content (S3 without KMS), a writer that fell asleep between looking and writing is not refused if
 * successors wrote exactly the bytes that it saw.
 */
export function s3Sink(target: string, options: S3Options = {}): FileSink {
  const { bucket, folder } = placeOf(target);
  const store = new S3Store(options);
  return {
    async write(fence, name, content) {
      const bytes = Buffer.from(content);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const object = { store, bucket, key: keyOf(folder, name), fence };
      await mustHonourConditions(object);
      await put(object, bytes, sha256);
      return { path: `s3://${bucket}/${object.key}`, bytes: bytes.byteLength, sha256 };
    },
  };
}

export interface S3Object {
  readonly store: S3Store;
  readonly bucket: string;
  readonly key: string;
  readonly fence: Fence;
}

function placeOf(target: string): { bucket: string; folder: string } {
  const [, bucket, path] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(target) ?? [];
  if (bucket === undefined) throw new Error(`'${target}' names no bucket: give it like s3://bucket/folder`);
  const folder = (path ?? '').replace(/^\/+|\/+$/g, '');
  return { bucket, folder: folder === '' ? '' : `${folder}/` };
}

function keyOf(folder: string, name: string): string {
  const key = `${folder}${name}`;
  const isPlain = name !== '' && !key.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (isPlain && !/\p{Cc}/u.test(key) && Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  throw new Error(
    `'${name}' cannot be written: a name has no empty parts, '.' or '..' between its slashes, and its key at most ${MAX_KEY_BYTES} bytes.`,
  );
}

async function put(object: S3Object, body: Uint8Array, sha256: string): Promise<void> {
  const { store, fence, ...place } = object;
  for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
    const condition = await conditionFor(object, sha256);
    if (!condition) return;
    const answer = await store.ask({
      ...place,
      method: 'PUT',
      headers: {
        ...condition,
        'content-type': typeOf(object.key),
        [TOKEN]: String(fence.token),
        [SHA256]: sha256,
      },
      body,
      signal: fence.signal,
      before: () => fence.assertHeld(),
    });
    if (answer.status === 200) return;
    if (!isOvertaken(answer)) throw refusal(object, 'PUT', answer);
  }
  throw new Error(
    `s3://${object.bucket}/${object.key} changed ${MAX_TURNS} times while it was written: others write it without its resource`,
  );
}

/** Somebody wrote, writes or deleted the object since it was looked at. */
const isOvertaken = ({ status, said }: S3Answer): boolean =>
  status === 412 || status === 409 || (status === 404 && said.startsWith('NoSuchKey'));

/** On what condition to write; undefined where all is written already. */
async function conditionFor(object: S3Object, sha256: string): Promise<Record<string, string> | undefined> {
  const { store, fence, ...place } = object;
  const found = await store.ask({ ...place, method: 'HEAD', signal: fence.signal, before: () => fence.assertHeld() });
  if (found.status === 404) return { 'if-none-match': '*' };
  if (found.status !== 200) throw refusal(object, 'HEAD', found);
  const url = `s3://${object.bucket}/${object.key}`;
  const seen = Number(found.headers.get(TOKEN) ?? 'none');
  if (Number.isNaN(seen))
    throw new Error(
      `${url} exists and was not made by this adapter. Move it away, or write to another name or folder.`,
    );
  if (seen > fence.token) throw new StaleToken(url, fence.token, seen);
  if (seen < fence.token) return { 'if-match': found.headers.get('etag') ?? '' };
  if (found.headers.get(SHA256) === sha256) return undefined;
  throw new Error(
    `${url} has other content: this attempt has written the name before. Write each name once in a step.`,
  );
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** A browser shows what it is told the type of. */
const typeOf = (key: string): string => TYPES[/\.(\w+)$/.exec(key)?.[1] ?? ''] ?? 'application/octet-stream';
