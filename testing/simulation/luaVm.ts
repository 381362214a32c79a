import { runInThisContext } from 'node:vm';
import { prelude } from './luaPrelude';
import { fromTokens, toTokens, type Reply } from './replies';

const SEPARATOR = '\u0001';

/** The part of `wasmoon-lua5.1` that is used. */
interface Wasmoon {
  Lua: {
    create(options: object): Promise<{
      ctx: Record<string, unknown>;
      doStringSync(script: string): unknown;
      global: { get(name: string): (...args: string[]) => string };
    }>;
  };
}

/** Runs one script of a server: `send` executes the commands it calls. */
export type RunLua = (sha1: string, keys: string[], args: string[], send: (words: string[]) => Reply) => Reply;

export interface LuaVm {
  /** Compiles a script once. Throws with Lua's message when it is no Lua. */
  load(sha1: string, source: string): void;
  run: RunLua;
}

let vm: Promise<LuaVm> | undefined;

/** One Lua 5.1 VM per process; every simulated server uses it. Throws when `wasmoon-lua5.1` is not installed. */
export function loadLua(): Promise<LuaVm> {
  vm ??= create();
  return vm;
}

async function create(): Promise<LuaVm> {
  const lua = await wasmoon().Lua.create({});
  let current: ((words: string[]) => Reply) | undefined;
  lua.ctx['__send'] = (text: string) => {
    if (!current) throw new Error('A Lua script ran outside of a simulated server');
    return toTokens(attempt(current, text.split(SEPARATOR))).join(SEPARATOR);
  };
  lua.doStringSync(prelude);
  const [load, run] = [lua.global.get('__load'), lua.global.get('__run')];
  const loaded = new Set<string>();
  return {
    load(sha1, source) {
      if (loaded.has(sha1)) return;
      const message = load(sha1, source);
      if (message) throw new Error(`ERR Error compiling script (new function): ${message}`);
      loaded.add(sha1);
    },
    run(sha1, keys, args, send) {
      current = send;
      try {
        return fromTokens(run(sha1, packed(keys), packed(args)).split(SEPARATOR));
      } finally {
        current = undefined;
      }
    },
  };
}

function packed(words: string[]): string {
  if (words.some((word) => word.includes(SEPARATOR))) {
    throw new Error('The simulation cannot pass the character U+0001 to a script');
  }
  return words.map((word) => SEPARATOR + word).join('');
}

/** An error of a command goes into the script as a value: `redis.call` raises it, `redis.pcall` does not. */
function attempt(send: (words: string[]) => Reply, words: string[]): Reply | Error {
  try {
    return send(words);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Loads the package with Node's own `require`, taken from the main context, also where Jest puts its own in place: the
 * package uses a dynamic import, which modules that Jest has loaded may not do without a flag.
 */
function wasmoon(): Wasmoon {
  const createRequire = runInThisContext(`process.getBuiltinModule('node:module').createRequire`) as (
    filename: string,
  ) => NodeJS.Require;
  try {
    return createRequire(__filename)('wasmoon-lua5.1') as Wasmoon;
  } catch (error) {
    throw new Error(
      'The simulated Redis runs its scripts in a Lua 5.1 VM: npm install --save-dev wasmoon-lua5.1@1.18.10',
      { cause: error },
    );
  }
}
