-- open: fixes the input and the date of a run; the first caller decides both. A run whose state was lost opens again.
-- KEYS[1]  S, state of the run (hash)
-- ARGV[1]  hash of the input
-- ARGV[2]  state TTL, ms
-- ARGV[3]  date of a run that opens again, ms; empty at its first opening
-- Replies  {opened|same, dateMs, key, value, ...} with every remembered fact
--          {changed, dateMs, key, value, ...}      another input has this run id; nothing is written
-- Holds    input and date are written once. Sent again: `same`, with the same date.
local input = redis.call('HGET', KEYS[1], 'j')
local word = 'same'
if not input then
  local dateMs = ARGV[3]
  if dateMs == '' then
    local time = redis.call('TIME')
    dateMs = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  end
  redis.call('HSET', KEYS[1], 'j', ARGV[1], 'd', dateMs)
  word = 'opened'
elseif input ~= ARGV[1] then
  word = 'changed'
end
if word ~= 'changed' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end

local reply = { word, redis.call('HGET', KEYS[1], 'd') }
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 2) == 'o:' then
    reply[#reply + 1] = string.sub(field, 3)
    reply[#reply + 1] = redis.call('HGET', KEYS[1], field)
  end
end
return reply
