-- reset: an operator's second chance for a step: forgets its failures; with a floor also its records.
-- KEYS[1]  S, state of the run (hash)
-- KEYS[2]  K, struck generations of the step (set)
-- ARGV[1]  step
-- ARGV[2]  1: put a floor under the step's records, so that it runs again; 0: no floor
-- ARGV[3]  1: forget the strikes; 0: keep them
-- ARGV[4]  state TTL, ms
-- Replies  {reset, floor}    the floor that stands now, 0 for none
-- Holds    counters are set to nothing and not deleted: their names tell of locks that are held still.
--          The floor is above every token of the run so far, and a floor never sinks.
local prefix = 'n:' .. ARGV[1] .. ':'
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, #prefix) == prefix then
    redis.call('HSET', KEYS[1], field, '0|')
  end
end
if ARGV[3] == '1' then
  redis.call('DEL', KEYS[2])
end

local floorField = 'f:' .. ARGV[1]
local floor = redis.call('HGET', KEYS[1], floorField) or '0'
if ARGV[2] == '1' then
  local time = redis.call('TIME')
  local last = tonumber(redis.call('HGET', KEYS[1], 'tok') or '0')
  floor = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2], tonumber(floor)))
  redis.call('HSET', KEYS[1], floorField, floor)
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 'reset', floor }
