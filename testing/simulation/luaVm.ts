import { createHash } from 'node:crypto';
import type { Bytes } from './bytes';
import { loadLuaModule, type LuaModule, type Pointer } from './luaModule';
import { prelude } from './luaPrelude';
import { LUA_GLOBALSINDEX, LUA_REGISTRYINDEX, LuaStack } from './luaStack';
import { formatDouble } from './numbers';
import { RedisError, type RawReply } from './replies';

/** Executes a command that a script calls; throws a RedisError as a server does. */
export type Send = (command: Bytes[]) => RawReply;

/** One Lua 5.1 VM. Scripts are compiled once and kept by their sha1; every simulated server may use it. */
export class LuaVm {
  private readonly state: Pointer;
  private readonly stack: LuaStack;
  private readonly scripts = new Map<string, number>();
  private readonly errorHandler: number;
  private send: Send | undefined;
  /** An error of the simulation itself, not of its Redis: it ends the script and is thrown where the script was started. */
  private mishap: unknown;

  constructor(private readonly lua: LuaModule) {
    this.stack = new LuaStack(lua);
    this.state = lua._luaL_newstate();
    lua._luaL_openlibs(this.state);
    this.define('__send', (state) => this.stack.push(state, this.sent(state)));
    this.define('__sha1hex', (state) => {
      const text = String(this.stack.argument(state, 1) ?? '');
      this.stack.push(state, createHash('sha1').update(text, 'latin1').digest('hex'));
    });
    this.errorHandler = this.initialise();
  }

  /** Throws a RedisError with Lua's message when it is no Lua. */
  load(sha1: string, source: Bytes): void {
    if (this.scripts.has(sha1)) return;
    const { lua, state, stack } = this;
    const failed = lua._luaL_loadbuffer(state, stack.place(source), source.length, stack.name('@user_script'));
    if (failed) {
      const message = String(stack.argument(state, -1));
      stack.pop(state);
      throw new RedisError(`ERR Error compiling script (new function): ${message}`);
    }
    this.scripts.set(sha1, lua._luaL_ref(state, LUA_REGISTRYINDEX));
  }

  /** Throws the RedisError that the script raised or answers with. */
  run(sha1: string, keys: Bytes[], args: Bytes[], send: Send): RawReply {
    const { lua, state, stack } = this;
    if (this.send) throw new Error('A script was started while another one ran: scripts run one at a time');
    const top = lua._lua_gettop(state);
    this.send = send;
    try {
      if (!lua._lua_checkstack(state, 8)) throw new Error('The stack of the Lua VM is full');
      this.setGlobal('KEYS', keys);
      this.setGlobal('ARGV', args);
      lua._lua_rawgeti(state, LUA_REGISTRYINDEX, this.errorHandler);
      lua._lua_rawgeti(state, LUA_REGISTRYINDEX, this.scripts.get(sha1) ?? 0);
      const failed = lua._lua_pcall(state, 0, 1, top + 1);
      this.throwMishap();
      if (failed) throw this.raised(sha1);
      const reply = stack.read(state, -1);
      if (reply instanceof RedisError) throw reply;
      return reply;
    } finally {
      lua._lua_settop(state, top);
      this.send = undefined;
    }
  }

  private sent(state: Pointer): RawReply {
    try {
      const command = Array.from({ length: this.lua._lua_gettop(state) }, (_, i) => {
        const word = this.stack.argument(state, i + 1);
        if (word === undefined) throw new RedisError('ERR Lua redis lib command arguments must be strings or integers');
        return typeof word === 'number' ? formatDouble(word) : word;
      });
      if (command.length === 0)
        throw new RedisError('ERR Please specify at least one argument for this redis lib call');
      if (!this.send) throw new Error('A script ran outside of a simulated server');
      return this.send(command);
    } catch (error) {
      if (error instanceof RedisError) return error;
      this.mishap = error;
      return new RedisError('ERR the simulation failed');
    }
  }

  private throwMishap(): void {
    const { mishap } = this;
    this.mishap = undefined;
    if (mishap !== undefined)
      throw mishap instanceof Error ? mishap : new Error('The simulation failed', { cause: mishap });
  }

  private raised(sha1: string): RedisError {
    const text = this.stack.field(this.state, -1, 'err') ?? 'ERR unknown error';
    this.lua._lua_getfield(this.state, -1, this.stack.name('line'));
    const line = this.stack.argument(this.state, -1);
    return new RedisError(line === undefined ? text : `${text} script: ${sha1}, on @user_script:${line}.`);
  }

  private define(name: string, run: (state: Pointer) => void): void {
    const pointer = this.lua.addFunction((state) => {
      run(state);
      return 1;
    }, 'ii');
    this.lua._lua_pushcclosure(this.state, pointer, 0);
    this.lua._lua_setfield(this.state, LUA_GLOBALSINDEX, this.stack.name(name));
  }

  private setGlobal(name: string, list: Bytes[]): void {
    this.stack.pushList(this.state, list);
    this.lua._lua_setfield(this.state, LUA_GLOBALSINDEX, this.stack.name(name));
  }

  /** @returns a reference to the prelude's error handler. */
  private initialise(): number {
    const { lua, state, stack } = this;
    const failed =
      lua._luaL_loadbuffer(state, stack.place(prelude), prelude.length, stack.name('@redis')) ||
      lua._lua_pcall(state, 0, 1, 0);
    if (failed) throw new Error(`The Lua prelude of the simulation fails: ${String(stack.argument(state, -1))}`);
    return lua._luaL_ref(state, LUA_REGISTRYINDEX);
  }
}

let vm: Promise<LuaVm> | undefined;

/**
 * The VM of this process; every simulated server uses it. Throws, naming the command that installs it, when
 * `wasmoon-lua5.1` is missing.
 */
export function loadLua(): Promise<LuaVm> {
  vm ??= loadLuaModule().then((lua) => new LuaVm(lua));
  return vm;
}
