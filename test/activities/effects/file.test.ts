import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileSink, StaleToken } from '../../../activities';
import { everyOrder, gate, interleave, taskIndex } from './interleavings';

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'file-sink-'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await fs.rm(folder, { recursive: true });
});

const { signal } = new AbortController();
const holding = (token: number) => ({ token, signal, assertHeld: () => undefined });
const write = (token: number, content = `written under ${token}`, name = 'out.txt') =>
  fileSink(folder).write(holding(token), name, content);
const seen = (name = 'out.txt') => fs.readFile(join(folder, name), 'utf8');
const files = async () => (await fs.readdir(folder)).toSorted();

it('shows readers the content under its own name, and says what it wrote', async () => {
  const written = await fileSink(pathToFileURL(join(folder, 'new', 'one'))).write(holding(7), 'a.txt', 'grüezi');
  expect(written).toEqual({
    path: join(folder, 'new', 'one', 'a.txt'),
    bytes: 7,
    sha256: '97efc0b40e7e91422f31620201d7200b74722c8f1776c263577c604026eb92b3',
  });
  await expect(seen('new/one/a.txt')).resolves.toBe('grüezi');
});

it('moves readers to a larger token and keeps the last three versions', async () => {
  for (const token of [8, 9, 10, 11, 100]) await write(token);
  await expect(seen()).resolves.toBe('written under 100');
  await expect(files()).resolves.toEqual(['out.txt', 'out.txt.v10', 'out.txt.v100', 'out.txt.v11']);
});

it('is on disk before it has its name', async () => {
  const done: string[] = [];
  const handle = await fs.open(folder, 'r');
  const { prototype } = handle.constructor as { prototype: fs.FileHandle };
  await handle.close();
  jest.spyOn(prototype, 'sync').mockImplementation(async () => {
    await new Promise((resolve) => void setTimeout(resolve, 20));
    done.push('sync');
  });
  const link = fs.link.bind(fs);
  jest.spyOn(fs, 'link').mockImplementation(async (...paths) => {
    done.push('link');
    await link(...paths);
  });
  await write(7);
  expect(done.slice(0, 2)).toEqual(['sync', 'link']);
});

it('keeps files apart whose names are parts of each other', async () => {
  for (const name of ['a', 'a.5', 'a.vx'])
    for (const token of [1, 2, 3, 4]) await write(token, `${name} ${token}`, name);
  for (const name of ['a', 'a.5', 'a.vx']) await expect(seen(name)).resolves.toBe(`${name} 4`);
});

it('refuses a smaller token, names both, and changes nothing', async () => {
  await write(6);
  const before = await files();
  const refused = await write(5).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StaleToken);
  expect(refused).toMatchObject({ offered: 5, seen: 6, target: join(folder, 'out.txt') });
  expect((refused as Error).message).toMatch(/refuses fencing token 5: it has seen 6/);
  await expect(files()).resolves.toEqual(before);
  await expect(seen()).resolves.toBe('written under 6');
});

it('remembers the token of the pointer when somebody removed the versions', async () => {
  await write(6);
  await fs.rm(join(folder, 'out.txt.v6'));
  await expect(write(5)).rejects.toThrow(StaleToken);
});

it('takes the same token and content again as done, and other content as a mistake', async () => {
  const first = await write(5);
  await expect(write(5)).resolves.toEqual(first);
  await expect(write(5, 'something else')).rejects.toThrow(/out\.txt\.v5 exists with other content/);
  await expect(seen()).resolves.toBe('written under 5');
});

describe('after a crash between version and pointer', () => {
  beforeEach(async () => {
    await write(5);
    jest.spyOn(fs, 'rename').mockRejectedValueOnce(new Error('crash'));
    await write(6).catch(() => undefined);
  });

  it('readers see the version before, whole, and nothing temporary is left', async () => {
    await expect(seen()).resolves.toBe('written under 5');
    await expect(files()).resolves.toEqual(['out.txt', 'out.txt.v5', 'out.txt.v6']);
  });

  it('the same token moves the pointer when it comes again', async () => {
    await write(6);
    await expect(seen()).resolves.toBe('written under 6');
  });
  it('the next token writes past it', async () => {
    await write(7);
    await expect(seen()).resolves.toBe('written under 7');
  });
  it('a refused writer moves the pointer to the newest version', async () => {
    await expect(write(4)).rejects.toThrow(StaleToken);
    await expect(seen()).resolves.toBe('written under 6');
  });
});

it('shows no version when its lock is lost while it writes', async () => {
  const assertHeld = (): void => {
    if (readdirSync(folder).some((file) => file.startsWith('.out.txt.6.'))) throw new Error('lock lost');
  };
  await expect(fileSink(folder).write({ token: 6, signal, assertHeld }, 'out.txt', 'six')).rejects.toThrow('lock lost');
  await expect(files()).resolves.toEqual([]);
});

describe('where its own temporary link is on its way', () => {
  const LINK = /^\.out\.txt\.6\./;
  /** Looks at the folder at each look at the lock: `see` is called once the link of this writer is there. */
  const writing = (see: (link: string) => void) => {
    const assertHeld = (): void => {
      const link = readdirSync(folder).find(
        (file) => LINK.test(file) && lstatSync(join(folder, file)).isSymbolicLink(),
      );
      if (link !== undefined) see(join(folder, link));
    };
    return fileSink(folder).write({ token: 6, signal, assertHeld }, 'out.txt', 'six');
  };

  it('and its lock is lost, nothing of older writers is taken away any more', async () => {
    const older = `.out.txt.5.${randomUUID()}`;
    await fs.writeFile(join(folder, older), 'five');
    const written = writing(() => {
      throw new Error('lock lost');
    });
    await expect(written).rejects.toThrow('lock lost');
    await expect(files()).resolves.toEqual([older, 'out.txt.v6']);
  });

  it('and somebody else than a newer writer takes it away, says what the file system says', async () => {
    await expect(writing((link) => rmSync(link))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('leaves nothing temporary behind, not even what a killed writer left', async () => {
  const left = ['.out.txt.4.00000000-0000-4000-8000-000000000000', '.other.txt.4.00000000-0000-4000-8000-000000000000'];
  for (const file of left) await fs.writeFile(join(folder, file), 'half');
  await write(5);
  await expect(files()).resolves.toEqual([left[1], 'out.txt', 'out.txt.v5']);
});

it('replaces nothing that it did not make', async () => {
  await fs.writeFile(join(folder, 'out.txt'), 'mine');
  await expect(write(5)).rejects.toThrow(/was not made by this adapter\. Move it away/);
  await fs.symlink('elsewhere', join(folder, 'link.txt'));
  await expect(write(5, 'x', 'link.txt')).rejects.toThrow(/was not made by this adapter/);
  await expect(files()).resolves.toEqual(['link.txt', 'out.txt']);
});

it.each(['', '.', '..', '.hidden', 'a/b', 'a\\b', 'a\0', 'a.v7', 'n'.repeat(181)])(
  'refuses the name %j',
  async (name) => {
    await expect(write(5, 'x', name)).rejects.toThrow(/cannot be written: a file name has at most/);
    await expect(files()).resolves.toEqual([]);
  },
);

it('syncs the content before the version has its name, and the folder after each new name', async () => {
  const order: string[] = [];
  const open = fs.open;
  jest.spyOn(fs, 'open').mockImplementation(async (path, flags) => {
    const handle = await open(path, flags);
    const sync = handle.sync.bind(handle);
    handle.sync = () => {
      order.push(path === folder ? 'sync folder' : 'sync content');
      return sync();
    };
    return handle;
  });
  note('link', order);
  note('rename', order);
  await write(5);
  expect(order).toEqual(['sync content', 'link', 'sync folder', 'rename', 'sync folder']);
});

function note(name: 'link' | 'rename', order: string[]): void {
  const real = fs[name];
  jest.spyOn(fs, name).mockImplementation((from, to) => {
    order.push(name);
    return real(from, to);
  });
}

it('changes nothing more once the lock is lost, at whatever point that happens', async () => {
  await write(4);
  let allowed = 0;
  for (let done = false; !done; allowed += 1) {
    let left = allowed;
    let lost = false;
    const assertHeld = (): void => {
      lost = left === 0;
      left -= 1;
      if (lost) throw new Error('lock lost');
    };
    const changes = ['mkdir', 'link', 'symlink', 'rename'] as const;
    const spies = changes.map((change) => jest.spyOn(fs, change));
    const token = 5 + allowed;
    done = await fileSink(folder)
      .write({ token, signal, assertHeld }, 'out.txt', `written under ${token}`)
      .then(
        () => true,
        () => false,
      );
    const made = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    jest.restoreAllMocks();
    // Every check guards one change; the first lost one is the last.
    expect(made).toBeLessThanOrEqual(allowed);
    expect(lost).toBe(!done);
  }
  expect(allowed).toBeGreaterThan(5);
});

describe('two writers at once', () => {
  const writers = [5, 6];
  const pointer = async () => {
    const target = await fs.readlink(join(folder, 'out.txt')).catch(() => 'out.txt.v0');
    return Number(target.replace('out.txt.v', ''));
  };

  /** Before each operation whose order matters; a writer's own clean-up and what it does after its rename do not. */
  function gateOperations(renamed: Set<number>): void {
    const { link, symlink, readdir, rename, rm } = fs;
    jest.spyOn(fs, 'link').mockImplementation((...names) => gate().then(() => link(...names)));
    jest.spyOn(fs, 'symlink').mockImplementation((...names) => gate().then(() => symlink(...names)));
    jest.spyOn(fs, 'rename').mockImplementation(async (...names) => {
      await gate();
      await rename(...names);
      renamed.add(taskIndex());
    });
    jest.spyOn(fs, 'rm').mockImplementation(async (path, options) => {
      if (!basename(String(path)).startsWith(`.out.txt.${writers[taskIndex()]}.`)) await gate();
      await rm(path, options);
    });
    const gated = async (path: string): Promise<string[]> => {
      if (!renamed.has(taskIndex())) await gate();
      return readdir(path);
    };
    jest.spyOn(fs, 'readdir').mockImplementation(gated as unknown as typeof readdir);
  }

  it('never move a reader back, in every order of their operations', async () => {
    const renamed = new Set<number>();
    gateOperations(renamed);
    const parent = folder;
    let refused = 0;
    const orders = await everyOrder(async (choose) => {
      folder = await fs.mkdtemp(join(parent, 'order-'));
      renamed.clear();
      let shown = 0;
      const check = async (): Promise<void> => {
        const now = await pointer();
        expect(now).toBeGreaterThanOrEqual(shown);
        shown = now;
      };
      const [older, newer] = await interleave(
        writers.map((token) => () => write(token)),
        choose,
        check,
      );
      expect(newer?.status).toBe('fulfilled');
      const refusal: unknown = older?.status === 'rejected' ? older.reason : new StaleToken('', 5, 6);
      expect(refusal).toBeInstanceOf(StaleToken);
      if (older?.status === 'rejected') refused += 1;
      await expect(seen()).resolves.toBe('written under 6');
    });
    folder = parent;
    // Both ends of the race were met, many times over.
    expect(refused).toBeGreaterThan(50);
    expect(orders - refused).toBeGreaterThan(20);
  });
});
