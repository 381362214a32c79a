/**
 * The Lua side of the simulation: `redis.call` and the rest of what Redis gives its scripts, in Lua 5.1.
 *
 * Values cross the border as text, because that is quick and exact: lists joined by \1, each value with its type in
 * front (`$` text, `:` integer, `+` status, `-` error, `_` nothing, `*n` a list of n). Numbers become text as Redis makes
 * it (%.17g), and a number that a script returns becomes an integer, as in Redis.
 */
export const prelude = String.raw`
local SEP = '\1'
local scripts = {}

local function argument(value)
  if type(value) == 'number' then return string.format('%.17g', value) end
  if type(value) == 'string' then return value end
  error('Lua redis lib command arguments must be strings or integers', 3)
end

-- One value from the list of tokens; @return value, next position
local function decode(tokens, at)
  local kind, rest = string.sub(tokens[at], 1, 1), string.sub(tokens[at], 2)
  if kind == '$' then return rest, at + 1 end
  if kind == ':' then return tonumber(rest), at + 1 end
  if kind == '_' then return false, at + 1 end
  if kind == '+' then return { ok = rest }, at + 1 end
  if kind == '-' then return { err = rest }, at + 1 end
  local list, nextAt = {}, at + 1
  for i = 1, tonumber(rest) do list[i], nextAt = decode(tokens, nextAt) end
  return list, nextAt
end

local function split(text)
  local tokens, from = {}, 1
  while true do
    local to = string.find(text, SEP, from, true)
    tokens[#tokens + 1] = string.sub(text, from, to and to - 1 or -1)
    if not to then return tokens end
    from = to + 1
  end
end

local function encode(value, out)
  local kind = type(value)
  if kind == 'string' then out[#out + 1] = '$' .. value
  elseif kind == 'number' then out[#out + 1] = string.format(':%.0f', value < 0 and math.ceil(value) or math.floor(value))
  elseif kind == 'boolean' then out[#out + 1] = value and ':1' or '_'
  elseif kind ~= 'table' then out[#out + 1] = '_'
  elseif value.err then out[#out + 1] = '-' .. value.err
  elseif value.ok then out[#out + 1] = '+' .. value.ok
  else
    local count = 0
    while value[count + 1] ~= nil do count = count + 1 end
    out[#out + 1] = '*' .. count
    for i = 1, count do encode(value[i], out) end
  end
  return out
end

local function send(...)
  local words = {}
  for i = 1, select('#', ...) do words[i] = argument((select(i, ...))) end
  return (decode(split(__send(table.concat(words, SEP))), 1))
end

redis = {
  call = function(...)
    local reply = send(...)
    if type(reply) == 'table' and reply.err then error(reply, 0) end
    return reply
  end,
  pcall = function(...) return send(...) end,
  error_reply = function(text) return { err = text } end,
  status_reply = function(text) return { ok = text } end,
}

-- As in Redis, a script can neither read nor make a global that is not there.
local function guarded(script)
  local environment = setmetatable({}, {
    __index = function(_, name)
      local value = _G[name]
      if value == nil then error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2) end
      return value
    end,
    __newindex = function(_, name)
      error("Attempt to modify a readonly table script: " .. tostring(name), 2)
    end,
  })
  return setfenv(script, environment), environment
end

function __load(sha, source)
  local script, message = loadstring(source, '@user_script')
  if not script then return message end
  local run, environment = guarded(script)
  scripts[sha] = { run = run, environment = environment }
  return ''
end

function __run(sha, keys, argv)
  local script = scripts[sha]
  rawset(script.environment, 'KEYS', keys == '' and {} or split(string.sub(keys, 2)))
  rawset(script.environment, 'ARGV', argv == '' and {} or split(string.sub(argv, 2)))
  local fine, reply = pcall(script.run)
  if not fine then reply = type(reply) == 'table' and reply or { err = 'ERR ' .. tostring(reply) } end
  return table.concat(encode(reply, {}), SEP)
end
`;
