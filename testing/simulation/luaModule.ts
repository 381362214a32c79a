import { runInThisContext } from 'node:vm';

/** A C string or a Lua state in the memory of the VM. */
export type Pointer = number;

/** The part of Lua's C API that is used, as Emscripten exports it; names and arguments are those of the Lua 5.1 manual. */
export interface LuaModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  addFunction(run: (state: Pointer) => number, signature: 'ii'): Pointer;
  _malloc(bytes: number): Pointer;
  _free(at: Pointer): void;
  _luaL_newstate(): Pointer;
  _luaL_openlibs(state: Pointer): void;
  _luaL_loadbuffer(state: Pointer, source: Pointer, bytes: number, name: Pointer): number;
  _luaL_ref(state: Pointer, table: number): number;
  _lua_checkstack(state: Pointer, more: number): number;
  _lua_createtable(state: Pointer, items: number, fields: number): void;
  _lua_getfield(state: Pointer, index: number, name: Pointer): void;
  _lua_gettop(state: Pointer): number;
  _lua_pcall(state: Pointer, args: number, results: number, handler: number): number;
  _lua_pushboolean(state: Pointer, value: number): void;
  _lua_pushcclosure(state: Pointer, run: Pointer, upvalues: number): void;
  _lua_pushlstring(state: Pointer, text: Pointer, bytes: number): void;
  _lua_pushnumber(state: Pointer, value: number): void;
  _lua_rawgeti(state: Pointer, index: number, item: number): void;
  _lua_rawseti(state: Pointer, index: number, item: number): void;
  _lua_setfield(state: Pointer, index: number, name: Pointer): void;
  _lua_settop(state: Pointer, top: number): void;
  _lua_toboolean(state: Pointer, index: number): number;
  _lua_tolstring(state: Pointer, index: number, bytes: Pointer): Pointer;
  _lua_tonumber(state: Pointer, index: number): number;
  _lua_type(state: Pointer, index: number): number;
}

interface Wasmoon {
  LuaApi: { initialize(): Promise<{ module: LuaModule }> };
}

/**
 * @param from the file that asks for the package. Throws, naming the command that installs it, when `wasmoon-lua5.1` cannot
 * be found from there.
 */
export async function loadLuaModule(from = __filename): Promise<LuaModule> {
  return (await wasmoon(from).LuaApi.initialize()).module;
}

/**
 * Loads the package with Node's own `require`, taken from the main context, also where Jest puts its own in place: the
 * package uses a dynamic import, which modules that Jest has loaded may not do without a flag.
 */
function wasmoon(from: string): Wasmoon {
  const createRequire = runInThisContext(`process.getBuiltinModule('node:module').createRequire`) as (
    filename: string,
  ) => NodeJS.Require;
  try {
    return createRequire(from)('wasmoon-lua5.1') as Wasmoon;
  } catch (error) {
    throw new Error(
      'The simulated Redis runs its scripts in a Lua 5.1 VM: npm install --save-dev wasmoon-lua5.1@1.18.10',
      { cause: error },
    );
  }
}
