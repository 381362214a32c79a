-- commit: writes the record of a step, once, and frees its lock.
-- KEYS[1]  S, state of the run (hash)
-- KEYS[2]  L, lock of (step, hash): `<token> <owner> ...`
-- KEYS[n]  from 3 on: every chunk of every blob the record points to
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner
-- ARGV[4]  token
-- ARGV[5]  floor: a record with a smaller token does not exist
-- ARGV[6]  record, JSON text that opens with {"gen":<token>
-- ARGV[7]  channel on which waiters are woken
-- ARGV[8]  state TTL, ms
-- Replies  {committed, record}      this record, or the one that was there first: adopt it
--          {lost}                   L is not the caller's, or has another token; nothing is written
--          {blob-missing, index}    index (from 0) of the first missing chunk; nothing is written
-- Holds    a record is never overwritten, except below the floor. Sent again: the same record.
--          With memory full the first write fails and with it the whole script: the lock is kept.
local field = ARGV[1] .. ':' .. ARGV[2]
local prefix = ARGV[4] .. ' ' .. ARGV[3] .. ' '
local mine = string.sub(redis.call('GET', KEYS[2]) or '', 1, #prefix) == prefix

local record = redis.call('HGET', KEYS[1], 'r:' .. field)
local floor = math.max(tonumber(ARGV[5]), tonumber(redis.call('HGET', KEYS[1], 'f:' .. ARGV[1]) or '0'))
if record and tonumber(string.match(record, '^{"gen":(%d+)')) >= floor then
  if mine then
    redis.call('DEL', KEYS[2])
    redis.call('PUBLISH', ARGV[7], 'committed')
  end
  return { 'committed', record }
end
if not mine then
  return { 'lost' }
end
for i = 3, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 0 then
    return { 'blob-missing', i - 3 }
  end
end

-- The record is the first write on purpose: a write that needs memory is refused only while nothing was written before it.
redis.call('HSET', KEYS[1], 'r:' .. field, ARGV[6])
redis.call('HDEL', KEYS[1], 'n:' .. field)
redis.call('PEXPIRE', KEYS[1], ARGV[8])
for i = 3, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[8])
end
redis.call('DEL', KEYS[2])
redis.call('PUBLISH', ARGV[7], 'committed')
return { 'committed', ARGV[6] }
