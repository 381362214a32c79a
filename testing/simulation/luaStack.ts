import type { Bytes } from './bytes';
import type { LuaModule, Pointer } from './luaModule';
import { RedisError, Status, type RawReply } from './replies';

/** From lua.h. */
const LUA_TBOOLEAN = 1;
const LUA_TNUMBER = 3;
const LUA_TSTRING = 4;
const LUA_TTABLE = 5;
export const LUA_GLOBALSINDEX = -10002;
export const LUA_REGISTRYINDEX = -10000;

/**
 * Values on Lua's stack, by Redis' rules of conversion ("Data type conversion" of its page on Lua).
 *
 * The `state` of each call is the one Lua calls with: inside a coroutine of a script it is not the main one.
 */
export class LuaStack {
  private memory = Buffer.alloc(0);
  private scratch: Pointer = 0;
  private scratchBytes = 0;
  private readonly lengthAt: Pointer;
  private readonly names = new Map<string, Pointer>();

  constructor(private readonly lua: LuaModule) {
    this.lengthAt = lua._malloc(4);
  }

  /** A C string that stays; for the few fixed names. */
  name(text: string): Pointer {
    let at = this.names.get(text);
    if (at === undefined) {
      at = this.lua._malloc(text.length + 1);
      this.bytes().write(`${text}\0`, at, 'latin1');
      this.names.set(text, at);
    }
    return at;
  }

  /** @returns where the text stands until the next one is placed. */
  place(text: Bytes): Pointer {
    if (text.length > this.scratchBytes) {
      if (this.scratch) this.lua._free(this.scratch);
      this.scratchBytes = 2 * text.length + 256;
      this.scratch = this.lua._malloc(this.scratchBytes);
    }
    this.bytes().write(text, this.scratch, 'latin1');
    return this.scratch;
  }

  push(state: Pointer, value: RawReply): void {
    const { lua } = this;
    if (typeof value === 'string') lua._lua_pushlstring(state, this.place(value), value.length);
    else if (typeof value === 'number') lua._lua_pushnumber(state, value);
    else if (value === null) lua._lua_pushboolean(state, 0);
    else if (value instanceof Status) this.pushField(state, 'ok', value.text);
    else if (value instanceof RedisError) this.pushField(state, 'err', value.message);
    else this.pushList(state, value);
  }

  pushList(state: Pointer, values: readonly RawReply[]): void {
    this.lua._lua_checkstack(state, 4);
    this.lua._lua_createtable(state, values.length, 0);
    values.forEach((value, i) => {
      this.push(state, value);
      this.lua._lua_rawseti(state, -2, i + 1);
    });
  }

  /** What a script answers: numbers lose their fraction, true is 1, false and nil are null, a list ends at its first nil. */
  read(state: Pointer, index: number): RawReply {
    const { lua } = this;
    switch (lua._lua_type(state, index)) {
      case LUA_TSTRING:
        return this.text(state, index);
      case LUA_TNUMBER:
        return toInteger(lua._lua_tonumber(state, index));
      case LUA_TBOOLEAN:
        return lua._lua_toboolean(state, index) ? 1 : null;
      case LUA_TTABLE:
        return this.readTable(state, index);
      default:
        return null;
    }
  }

  /** The text of a string, undefined for anything else. */
  field(state: Pointer, index: number, name: string): Bytes | undefined {
    this.lua._lua_checkstack(state, 4);
    this.lua._lua_getfield(state, index, this.name(name));
    const text = this.lua._lua_type(state, -1) === LUA_TSTRING ? this.text(state, -1) : undefined;
    this.pop(state);
    return text;
  }

  /** A string, or a number; undefined for anything else. */
  argument(state: Pointer, index: number): Bytes | number | undefined {
    const type = this.lua._lua_type(state, index);
    if (type === LUA_TSTRING) return this.text(state, index);
    return type === LUA_TNUMBER ? this.lua._lua_tonumber(state, index) : undefined;
  }

  pop(state: Pointer): void {
    this.lua._lua_settop(state, -2);
  }

  private readTable(state: Pointer, index: number): RawReply {
    const error = this.field(state, index, 'err');
    if (error !== undefined) return new RedisError(error);
    const status = this.field(state, index, 'ok');
    if (status !== undefined) return new Status(status);
    const list: RawReply[] = [];
    const table = index < 0 ? this.lua._lua_gettop(state) + index + 1 : index;
    for (let item = 1; ; item++) {
      this.lua._lua_rawgeti(state, table, item);
      const isEnd = this.lua._lua_type(state, -1) <= 0;
      if (!isEnd) list.push(this.read(state, -1));
      this.pop(state);
      if (isEnd) return list;
    }
  }

  private text(state: Pointer, index: number): Bytes {
    const at = this.lua._lua_tolstring(state, index, this.lengthAt);
    const length = this.lua.HEAPU32[this.lengthAt >> 2] ?? 0;
    return this.bytes().toString('latin1', at, at + length);
  }

  private pushField(state: Pointer, name: string, text: Bytes): void {
    this.lua._lua_createtable(state, 0, 1);
    this.push(state, text);
    this.lua._lua_setfield(state, -2, this.name(name));
  }

  /** The memory of the VM, which moves when it grows. */
  private bytes(): Buffer {
    const { buffer } = this.lua.HEAPU8;
    if (this.memory.buffer !== buffer) this.memory = Buffer.from(buffer as ArrayBuffer);
    return this.memory;
  }
}

/** As C casts a double to a 64 bit integer on x86: out of range is the smallest one. */
function toInteger(number: number): number {
  const integer = Math.trunc(number) + 0;
  return Math.abs(integer) < 2 ** 63 ? integer : -(2 ** 63);
}
