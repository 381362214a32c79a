/**
 * The Lua side of the simulation, in Lua 5.1: what Redis gives its scripts, and nothing else. `__send` and `__sha1hex` come
 * from luaVm.ts. An error that leaves a script is a table, as in Redis 7: `err`, its text, and `line`, where it was raised.
 */
export const prelude = String.raw`
local send, info = __send, debug.getinfo
local kept = {
  'assert', 'collectgarbage', 'coroutine', 'error', 'gcinfo', 'getmetatable', 'ipairs', 'load', 'loadstring', 'math',
  'next', 'pairs', 'pcall', 'rawequal', 'rawget', 'rawset', 'select', 'setmetatable', 'string', 'table', 'tonumber',
  'tostring', 'type', 'unpack', 'xpcall', '_G', '_VERSION',
}

local function reply(field, text)
  if type(text) ~= 'string' then return { err = 'ERR wrong number or type of arguments' } end
  return { [field] = text }
end

redis = {
  call = function(...)
    local answer = send(...)
    if type(answer) == 'table' and answer.err then error(answer, 0) end
    return answer
  end,
  pcall = function(...) return (send(...)) end,
  sha1hex = __sha1hex,
  status_reply = function(text) return reply('ok', text) end,
  -- The first word of an error is its code; ERR where there is only one word.
  error_reply = function(text)
    if type(text) ~= 'string' then return reply('err', text) end
    text = string.gsub(text, '^%-', '')
    return reply('err', string.find(text, ' ', 1, true) and text or 'ERR ' .. text)
  end,
  log = function() end,
  replicate_commands = function() return true end,
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
}

local raw = pcall
local function plain(fine, raised, ...)
  if not fine and type(raised) == 'table' then raised = raised.err end
  return fine, raised, ...
end

local globals = _G
-- A script that catches an error gets its text.
globals.pcall = function(...) return plain(raw(...)) end
local clean = { redis = redis, KEYS = {}, ARGV = {} }
for _, name in ipairs(kept) do clean[name] = globals[name] end
for name in pairs(globals) do globals[name] = clean[name] end
globals.KEYS, globals.ARGV = clean.KEYS, clean.ARGV

-- A script can neither read nor make a global that is not there.
setmetatable(globals, {
  __index = function(_, name)
    error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
  end,
  __newindex = function() error('Attempt to modify a readonly table', 2) end,
})

-- @return what xpcall gives for an error: the table, with the line of the script that raised it
return function(raised)
  if type(raised) ~= 'table' then raised = { err = 'ERR ' .. tostring(raised) } end
  for level = 2, 20 do
    local at = info(level, 'Sl')
    if not at then break end
    if at.source == '@user_script' then
      raised.line = at.currentline
      break
    end
  end
  return raised
end
`;
