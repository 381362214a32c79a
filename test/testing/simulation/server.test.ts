/** What the table of cases cannot show: the server's clock, its strictness, its messages, and what tests see of it. */
import { loadLua, slotOf, SimulatedServer, type Trace } from '../../../testing/simulation';
import { loadLuaModule } from '../../../testing/simulation/luaModule';

const clock = { nowMs: 1_736_121_600_000 };
let server: SimulatedServer;

beforeEach(async () => {
  clock.nowMs = 1_736_121_600_000;
  server = new SimulatedServer(await loadLua(), () => clock.nowMs);
});

const evaluate = (source: string, keys: string[] = [], ...args: string[]) =>
  server.call('EVAL', source, keys.length, ...keys, ...args);

test('a key lives to the end of the millisecond in which it expires', () => {
  clock.nowMs += 0.75;
  server.call('SET', 'k', 'v', 'PX', 100);
  clock.nowMs += 100;
  expect(server.call('PTTL', 'k')).toBe(0);
  expect(server.call('GET', 'k')).toBe('v');
  clock.nowMs += 0.3;
  expect(server.call('GET', 'k')).toBeNull();
  expect(server.db.keys()).toEqual([]);
});

test('an expired key is gone for every command', () => {
  server.call('HSET', 'h', 'f', 'v');
  server.call('SADD', 's', 'm');
  for (const key of ['h', 's']) server.call('PEXPIRE', key, 50);
  clock.nowMs += 51;
  expect(server.call('EXISTS', 'h', 's')).toBe(0);
  expect(server.call('SCAN', 0)).toEqual(['0', []]);
  expect(server.call('HSET', 'h', 'g', 'w')).toBe(1);
  expect(server.call('HGETALL', 'h')).toEqual(['g', 'w']);
  expect(server.call('PTTL', 'h')).toBe(-1);
});

test('TIME has microseconds', () => {
  clock.nowMs += 12.5;
  expect(server.call('TIME')).toEqual(['1736121600', '12500']);
});

test('inside a script time stands still, and no key expires', async () => {
  server.call('SET', 'k', 'v', 'PX', 10);
  const now = [0, 20, 40, 60];
  const running = new SimulatedServer(await loadLua(), () => clock.nowMs + (now.shift() ?? 80));
  running.copyFrom(server);
  const source =
    'local a = redis.call("TIME") local v = redis.call("GET", KEYS[1]) local b = redis.call("TIME") return {a[2], v, b[2]}';
  expect(running.call('EVAL', source, 1, 'k')).toEqual(['0', 'v', '0']);
});

test('a script may touch only the keys it was given', () => {
  expect(() => evaluate('return redis.call("GET", "other")', ['k'])).toThrow(/non local key: other/);
  expect(() => evaluate('return redis.call("DEL", KEYS[1], "other")', ['k'])).toThrow(/non local key: other/);
  server.strictKeys = false;
  expect(evaluate('return redis.call("GET", "other")', ['k'])).toBeNull();
});

test('the keys of a script lie in one slot', () => {
  expect(() => evaluate('return 1', ['a', 'b'])).toThrow("CROSSSLOT Keys in request don't hash to the same slot");
  expect(evaluate('return 1', ['{t}a', 'x{t}b'])).toBe(1);
});

test('slots are those of the cluster specification', () => {
  expect(slotOf('123456789')).toBe(0x31c3);
  expect(slotOf('{user1000}.following')).toBe(slotOf('user1000'));
  expect(slotOf('foo{}{bar}')).not.toBe(slotOf('bar'));
  expect(slotOf('a{}b')).not.toBe(slotOf('c{}b'));
  expect(slotOf('foo{{bar}}zap')).toBe(slotOf('{bar'));
  expect(slotOf('foo{bar}{zap}')).toBe(slotOf('bar'));
  expect(server.call('CLUSTER', 'KEYSLOT', 'schlüssel')).toBe(slotOf('schlüssel'));
});

test('every call is told with its keys, for a script with those it was given', () => {
  const traces: Trace[] = [];
  server.onCall = (trace) => traces.push(trace);
  server.call('mget', 'a', 'ö');
  server.call('PING');
  evaluate('return redis.call("GET", KEYS[2])', ['{t}a', '{t}b'], 'argument');
  expect(traces).toEqual([
    { command: 'MGET', keys: ['a', 'ö'] },
    { command: 'PING', keys: [] },
    { command: 'EVALSHA', keys: ['{t}a', '{t}b'] },
  ]);
});

test('messages reach the listeners of their channel, and those of all', () => {
  const heard: string[] = [];
  const end = server.listen((channel, message) => heard.push(`one ${channel} ${message}`), 'ö');
  server.listen((channel, message) => heard.push(`all ${channel} ${message}`));
  expect(server.call('PUBLISH', 'ö', '€')).toBe(2);
  expect(evaluate('return redis.call("PUBLISH", "other", ARGV[1])', [], 'm')).toBe(1);
  end();
  expect(server.call('PUBLISH', 'ö', 'late')).toBe(1);
  expect(heard).toEqual(['one ö €', 'all ö €', 'all other m', 'all ö late']);
});

test('a copy shares nothing with its original', async () => {
  server.call('SET', 'k', 'v', 'PX', 1000);
  server.call('HSET', 'h', 'f', 'v');
  server.call('SADD', 's', 'a');
  server.call('ZADD', 'z', 1, 'a');
  const sha1 = server.call('SCRIPT', 'LOAD', 'return 1') as string;
  const copy = new SimulatedServer(await loadLua(), () => clock.nowMs);
  copy.copyFrom(server);
  server.call('SET', 'k', 'w');
  server.call('HSET', 'h', 'f', 'w');
  server.call('SADD', 's', 'b');
  server.call('ZADD', 'z', 2, 'a');
  expect([copy.call('GET', 'k'), copy.call('PTTL', 'k')]).toEqual(['v', 1000]);
  expect([copy.call('HGET', 'h', 'f'), copy.call('SCARD', 's'), copy.call('ZSCORE', 'z', 'a')]).toEqual(['v', 1, '1']);
  expect(() => copy.call('EVALSHA', sha1, 0)).toThrow('NOSCRIPT');
});

test('SCAN returns every key that stays, whatever comes and goes in between', () => {
  const keys = Array.from({ length: 25 }, (_, i) => `k${i}`);
  for (const key of keys) server.call('SET', key, 'v');
  const found = new Set<string>();
  let cursor = '0';
  for (let calls = 0; calls === 0 || (cursor !== '0' && calls < 100); calls++) {
    const [next, page] = server.call('SCAN', cursor, 'COUNT', calls < 5 ? 1 : 4) as [string, string[]];
    expect(page.length).toBeLessThanOrEqual(4);
    for (const key of page) server.call('SET', key, 'again');
    for (const key of page) found.add(key);
    server.call('DEL', `k${found.size}`);
    server.call('SET', `new${calls}`, 'v');
    cursor = next;
  }
  expect([...found]).toEqual(expect.arrayContaining(server.db.keys().filter((key) => keys.includes(key))));
});

test('a fault of the simulation is not passed off as one of Redis', () => {
  server.call('SET', 'k', '9007199254740991');
  expect(() => server.call('INCR', 'k')).not.toThrow();
  expect(() => server.call('INCR', 'k')).toThrow(/counts to 2\^53/);
  expect(() => evaluate('return redis.pcall("INCR", KEYS[1])', ['k'])).toThrow(/counts to 2\^53/);
  expect(evaluate('return 1')).toBe(1);
});

test('a script cannot be started while another one runs', () => {
  server.listen((_, message) => evaluate('return ARGV[1]', [], message));
  expect(() => evaluate('return redis.call("PUBLISH", "c", "m")')).toThrow(/one at a time/);
  expect(evaluate('return 1')).toBe(1);
});

test('many scripts, and a large one, leave nothing behind in the VM', () => {
  for (let i = 0; i < 10_000; i++) evaluate('return KEYS[1]', ['k'], 'a');
  expect(evaluate('return #string.rep("x", 5e7)')).toBe(5e7);
  expect(evaluate('return {KEYS[1], ARGV[1]}', ['k'], 'a')).toEqual(['k', 'a']);
});

test('without the Lua VM the error says how to install it', async () => {
  await expect(loadLuaModule('/nowhere/index.js')).rejects.toThrow('npm install --save-dev wasmoon-lua5.1@1.18.10');
});
