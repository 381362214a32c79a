import { createHash } from 'node:crypto';
import { arity, notAnInteger, wrongType, type Answer, type Cases, type Step } from './case';

const sha1Of = (source: string) => createHash('sha1').update(source).digest('hex');

/** A script, with its keys before the arguments. */
function lua(source: string, answer: Answer, keys: string[] = [], args: (string | number | Buffer)[] = []): Step {
  return [['EVAL', source, keys.length, ...keys, ...args], answer];
}

/** A script that raises: the error says which, and the line. */
function raises(source: string, text: string, line = 1, keys: string[] = []): Step {
  return lua(source, { error: `${text} script: ${sha1Of(source)}, on @user_script:${line}.` }, keys);
}

const noScript = { error: 'NOSCRIPT No matching script. Please use EVAL.' };
const bytes = Buffer.from([0, 1, 0xff, 0xc3, 0x28, 0]);
const one = 'return 1';

export const conversions: Cases = {
  'what a script returns becomes a reply': [
    lua('return 3.99', 3),
    lua('return -3.99', -3),
    lua('return 1700000000000001', 1700000000000001),
    lua('return 0/0', -(2 ** 63)),
    lua('return 1e300', -(2 ** 63)),
    lua('return "text"', 'text'),
    lua('return ""', ''),
    lua('return true', 1),
    lua('return false', null),
    lua('return nil', null),
    lua('return', null),
    lua('return {}', []),
    lua('return {1, 2.9, "x", {true, false, {}}}', [1, 2, 'x', [1, null, []]]),
    lua('return {1, 2, nil, 4}', [1, 2]),
    lua('return {1, false, 3}', [1, null, 3]),
    lua('return {1, print = 3}', [1]),
    lua('return {ok = "fine", 1}', 'fine'),
    lua('return {err = "MY trouble"}', { error: 'MY trouble' }),
    lua('return {err = "trouble"}', { error: 'trouble' }),
    lua('return {1, {err = "MY trouble"}, {ok = "fine"}}', [1, { error: 'MY trouble' }, 'fine']),
    lua('return redis.status_reply("fine")', 'fine'),
    lua('return redis.error_reply("MY trouble")', { error: 'MY trouble' }),
    lua('return redis.error_reply("trouble")', { error: 'ERR trouble' }),
    lua('return redis.error_reply("-MY trouble")', { error: 'MY trouble' }),
    lua('return redis.sha1hex("return 1")', sha1Of(one)),
    lua('return function() end', null),
    lua('return tostring(12345678901234567)', '1.2345678901235e+16'),
    lua('return string.format("%.0f", 1700000000000001)', '1700000000000001'),
  ],
  'what a command answers becomes a value': [
    lua('return type(redis.call("GET", KEYS[1]))', 'boolean', ['none']),
    lua('return redis.call("GET", KEYS[1]) == false', 1, ['none']),
    lua('return type(redis.call("INCR", KEYS[1]))', 'number', ['k']),
    lua('return type(redis.call("GET", KEYS[1]))', 'string', ['k']),
    lua('return redis.call("SET", KEYS[1], "v").ok', 'OK', ['k']),
    lua('return redis.call("SET", KEYS[1], "v", "NX")', null, ['k']),
    lua('return redis.call("TYPE", KEYS[1]).ok', 'string', ['k']),
    lua('return redis.call("TYPE", KEYS[1])', 'string', ['k']),
    lua('return #redis.call("HMGET", KEYS[1], "a", "b")', 2, ['h']),
    lua('return redis.call("HMGET", KEYS[1], "a", "b")[2] == false', 1, ['h']),
    lua('return redis.call("ZPOPMIN", KEYS[1])[1] == nil', 1, ['z']),
    lua('return redis.call("ZADD", KEYS[1], 0.5, "a") + redis.call("ZCARD", KEYS[1])', 2, ['z']),
    lua('return redis.call("ZSCORE", KEYS[1], "a")', '0.5', ['z']),
    lua('return redis.call("PUBLISH", "channel", "message")', 0),
    lua('return #redis.call("TIME")[1]', 10),
    lua('return type(redis.call("TIME")[2])', 'string'),
  ],
  'arguments are text and numbers': [
    lua('redis.call("SET", KEYS[1], 0.1) return redis.call("GET", KEYS[1])', '0.10000000000000001', ['k']),
    lua('redis.call("SET", KEYS[1], 3) return redis.call("GET", KEYS[1])', '3', ['k']),
    lua('redis.call("SET", KEYS[1], 1e20) return redis.call("GET", KEYS[1])', '1e+20', ['k']),
    lua('redis.call("SET", KEYS[1], -0.5) return redis.call("GET", KEYS[1])', '-0.5', ['k']),
    lua('redis.call("SET", KEYS[1], 1/3) return redis.call("GET", KEYS[1])', '0.33333333333333331', ['k']),
    lua('redis.call("SET", KEYS[1], 1700000000000001) return redis.call("GET", KEYS[1])', '1700000000000001', ['k']),
    lua('redis.call("set", KEYS[1], "lower") return redis.call("gEt", KEYS[1])', 'lower', ['k']),
    lua('return {KEYS[1], ARGV[1], ARGV[2], #KEYS, #ARGV}', ['k', '1.5', 'x', 1, 2], ['k'], [1.5, 'x']),
    lua('return ARGV[1] + 1', 8, [], ['7']),
    lua('return {#KEYS, #ARGV, KEYS[1], ARGV[1]}', [0, 0]),
  ],
  'any byte passes': [
    lua('redis.call("SET", KEYS[1], ARGV[1]) return redis.call("GET", KEYS[1])', bytes, ['k'], [bytes]),
    lua('return #ARGV[1]', bytes.length, [], [bytes]),
    lua('return {KEYS[1], ARGV[1]}', ['schlüssel', '€\u0001'], ['schlüssel'], ['€\u0001']),
    lua('return "\\0\\1\\2" .. ARGV[1]', '\0\u0001\u0002é', [], ['é']),
    lua('return #ARGV[1]', 3, [], ['€']),
    lua('return ARGV[1]', 'x'.repeat(300_000), [], ['x'.repeat(300_000)]),
  ],
};

export const scripts: Cases = {
  'an error in the middle keeps what was written before': [
    ['HSET h f v', 1],
    raises('redis.call("SET", KEYS[1], "v") redis.call("GET", KEYS[2])', wrongType.error, 1, ['k', 'h']),
    ['GET k', 'v'],
    lua('local r = redis.pcall("GET", KEYS[1]) return r.err', wrongType.error, ['h']),
    lua('return redis.pcall("GET", KEYS[1])', wrongType, ['h']),
    lua('local ok, e = pcall(redis.call, "GET", KEYS[1]) return {ok, e}', [null, wrongType.error], ['h']),
  ],
  'errors of Lua say where': [
    raises('error("boo")', 'ERR user_script:1: boo'),
    raises('\n\nerror("boo")', 'ERR user_script:3: boo', 3),
    raises('error({err = "MY boo"})', 'MY boo'),
    raises('local x = nil\nreturn x.y', "ERR user_script:2: attempt to index local 'x' (a nil value)", 2),
    raises(
      'local function f()\n  redis.call("GET")\nend\nf()',
      'ERR Wrong number of args calling Redis command from script',
      2,
    ),
    lua('x y', { error: "ERR Error compiling script (new function): user_script:1: '=' expected near 'y'" }),
  ],
  'globals that are not there can neither be read nor made': [
    raises('return x', "ERR user_script:1: Script attempted to access nonexistent global variable 'x'"),
    raises('x = 1', 'ERR user_script:1: Attempt to modify a readonly table'),
    raises('return os', "ERR user_script:1: Script attempted to access nonexistent global variable 'os'"),
    raises('return print', "ERR user_script:1: Script attempted to access nonexistent global variable 'print'"),
    raises('return require', "ERR user_script:1: Script attempted to access nonexistent global variable 'require'"),
    lua('local x = 1 return x + math.floor(2.5)', 3),
    lua('return rawget(_G, "nothing")', null),
  ],
  'redis.call is particular about its arguments': [
    raises('redis.call()', 'ERR Please specify at least one argument for this redis lib call'),
    raises('redis.call({})', 'ERR Lua redis lib command arguments must be strings or integers'),
    raises('redis.call("SET", KEYS[1], true)', 'ERR Lua redis lib command arguments must be strings or integers', 1, [
      'k',
    ]),
    raises('redis.call("SET", KEYS[1], nil)', 'ERR Lua redis lib command arguments must be strings or integers', 1, [
      'k',
    ]),
    raises('redis.call("NONSENSE")', 'ERR Unknown Redis command called from script'),
    raises('redis.call("EVAL", "return 1", 0)', 'ERR This Redis command is not allowed from script'),
    raises('redis.call("CONFIG", "GET", "save")', 'ERR This Redis command is not allowed from script'),
    lua('return redis.pcall("NONSENSE").err', 'ERR Unknown Redis command called from script'),
    lua('return redis.pcall({}).err', 'ERR Lua redis lib command arguments must be strings or integers'),
  ],
  'scripts are cached by their sha1': [
    ['SCRIPT FLUSH', 'OK'],
    [['EVALSHA', sha1Of(one), 0], noScript],
    [
      ['SCRIPT', 'EXISTS', sha1Of(one), 'x'],
      [0, 0],
    ],
    [['EVAL', one, 0], 1],
    [['EVALSHA', sha1Of(one), 0], 1],
    [['EVALSHA', sha1Of(one).toUpperCase(), 0], 1],
    ['SCRIPT FLUSH', 'OK'],
    [['EVALSHA', sha1Of(one), 0], noScript],
    [['SCRIPT', 'LOAD', one], sha1Of(one)],
    [
      ['SCRIPT', 'EXISTS', 'x', sha1Of(one)],
      [0, 1],
    ],
    [['EVALSHA', sha1Of(one), 0], 1],
    [
      ['SCRIPT', 'LOAD', 'x y'],
      { error: "ERR Error compiling script (new function): user_script:1: '=' expected near 'y'" },
    ],
    ['EVALSHA short 0', noScript],
    ['SCRIPT SOON', { error: "ERR unknown subcommand 'SOON'. Try SCRIPT HELP." }],
  ],
  'the number of keys is checked': [
    [['EVAL', one], arity('eval')],
    [['EVAL', one, 'a'], notAnInteger],
    [['EVAL', one, 2, 'a'], { error: "ERR Number of keys can't be greater than number of args" }],
    [['EVAL', one, -1], { error: "ERR Number of keys can't be negative" }],
    [['EVALSHA', sha1Of(one)], arity('evalsha')],
  ],
};
