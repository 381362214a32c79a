/**
 * Files, fenced by token-named versions and a pointer.
 *
 *   NAME.v<token>            an immutable version; complete when its name appears, and on disk
 *   NAME                     the pointer, a symbolic link to the version that readers see
 *   .NAME.<token>.<uuid>     a temporary file or link of the writer with this token
 *
 * A file system has no compare-and-swap; this is one made of two flags. A writer first shows its version, then puts a
 * temporary link beside it, then looks. If it sees a newer version, it ends. Otherwise it takes away all temporary files
 * with smaller tokens and renames its link over the pointer. Of two writers, either the older sees the newer's version, or
 * the newer sees the older's link and takes it away, and the older's rename fails; or the older renames first. So the
 * pointer only ever moves to larger tokens (the tests run all interleavings of two writers).
 */
import { createHash } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EffectContext } from '../kit';
import { StaleToken } from '../kit/authoring/staleToken';
import { hasCode, readVersions, temporaryName, versionName } from './versions';

/** Versions kept for readers that are still at an older one: the newest and those before it. */
const KEPT_VERSIONS = 3;
const MAX_NAME_BYTES = 180;

/** What writing asks of a step: a fencing token, which only steps with a `resource` have. */
export type Fence = Pick<EffectContext<unknown>, 'token' | 'assertHeld' | 'signal'>;

export interface WrittenFile {
  /** What readers open. */
  readonly path: string;
  readonly bytes: number;
  /** Of the bytes, lower-case hex. */
  readonly sha256: string;
}

export interface FileSink {
  /**
   * Writes the whole content under `name`, a plain file name. Resolves when the pointer shows it and all is on disk.
   * Repeatable: the same token and content again changes nothing, and finishes what a crash left half done. Rejects with
   * `StaleToken` when a larger token was seen, with `LeaseLost` when the lock is gone, with the reason of the signal, with what
   * the file system or the store said.
   */
  write(fence: Fence, name: string, content: string | Uint8Array): Promise<WrittenFile>;
}

/**
 * A folder (a path or `file:` URL; made when missing) that steps with a `resource` write files into.
 *
 * Fenced by the token: a writer whose token is smaller than one seen here never changes what a reader of NAME sees, even
 * if it slept through any number of later writes. The same content may be written again under a larger token.
 *
 * Not guaranteed: a folder that several machines share must have coherent renames and listings (a local disk, CephFS; not
 * NFS with attribute caching). Several files are not replaced at one moment. Whoever deletes versions and pointer also
 * deletes the memory of their tokens. Symbolic links are needed.
 */
export function fileSink(target: string | URL): FileSink {
  const isUrl = target instanceof URL || target.startsWith('file:');
  const folder = isUrl ? fileURLToPath(target) : resolve(target);
  return {
    async write(fence, name, content) {
      checkName(name);
      const bytes = Buffer.from(content);
      fence.signal.throwIfAborted();
      fence.assertHeld();
      await mkdir(folder, { recursive: true });
      const place = { folder, name, fence };
      await refuseStale(place);
      await addVersion(place, bytes);
      await point(place, fence.token);
      await prune(place);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { path: join(folder, name), bytes: bytes.byteLength, sha256 };
    },
  };
}

interface Place {
  readonly folder: string;
  readonly name: string;
  readonly fence: Fence;
}

function checkName(name: string): void {
  const isPlain = /^[^/\\\0.][^/\\\0]*$/.test(name) && !/\.v\d+$/.test(name);
  if (isPlain && Buffer.byteLength(name) <= MAX_NAME_BYTES) return;
  throw new Error(
    `'${name}' cannot be written: a file name has at most ${MAX_NAME_BYTES} bytes and no slash, does not begin with a ` +
      'dot, and does not end like a version (.v1). Give the folder to fileSink.',
  );
}

/** Whoever wrote the newer version may have died before moving the pointer: a refused writer moves it for them. */
async function refuseStale(place: Place): Promise<void> {
  const { folder, name, fence } = place;
  const { tokens, newest, pointed } = await readVersions(folder, name);
  if (newest <= fence.token) return;
  const [complete = 0] = tokens;
  if (complete > pointed) await point(place, complete);
  throw new StaleToken(join(folder, name), fence.token, newest);
}

/** Makes the version appear under its name at once and whole: written beside it, synced, linked. */
async function addVersion(place: Place, bytes: Uint8Array): Promise<void> {
  const { folder, name, fence } = place;
  const version = join(folder, versionName(name, fence.token));
  const temporary = join(folder, temporaryName(name, fence.token));
  fence.signal.throwIfAborted();
  fence.assertHeld();
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    fence.assertHeld();
    await unlessTakenAway(place, () => link(temporary, version));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    if (!(await readFile(version)).equals(bytes)) throw otherContent(version);
  } finally {
    await rm(temporary, { force: true });
  }
  await sync(folder);
}

function otherContent(version: string): Error {
  return new Error(
    `${version} exists with other content: this attempt has written the name before. Write each name once in a step.`,
  );
}

/** Moves the pointer to the version of `token`, or rejects with StaleToken when a newer one is there. */
async function point(place: Place, token: number): Promise<void> {
  const { folder, name, fence } = place;
  const temporary = join(folder, temporaryName(name, token));
  fence.assertHeld();
  await symlink(versionName(name, token), temporary);
  try {
    const { newest, unfinished } = await readVersions(folder, name);
    if (newest > token) throw new StaleToken(join(folder, name), fence.token, newest);
    for (const older of unfinished.filter((one) => one.token < token)) {
      fence.assertHeld();
      await rm(join(folder, older.file), { force: true });
    }
    fence.assertHeld();
    await unlessTakenAway(place, () => rename(temporary, join(folder, name)));
  } finally {
    await rm(temporary, { force: true });
  }
  await sync(folder);
}

/** Only a writer with a larger token takes a temporary file away. */
async function unlessTakenAway({ folder, name, fence }: Place, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    const { newest } = await readVersions(folder, name);
    throw newest > fence.token ? new StaleToken(join(folder, name), fence.token, newest) : error;
  }
}

/** Newer versions are not this writer's to judge: the pointer may not have come to them yet. */
async function prune({ folder, name, fence }: Place): Promise<void> {
  const { tokens } = await readVersions(folder, name);
  const old = tokens.filter((token) => token <= fence.token).slice(KEPT_VERSIONS);
  for (const token of old) {
    fence.assertHeld();
    await rm(join(folder, versionName(name, token)), { force: true });
  }
}

/** A new name is on disk only when its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
