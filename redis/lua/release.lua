-- release: frees the step lock without a result and counts the end of the attempt.
-- KEYS[1]  S, state of the run (hash)
-- KEYS[2]  L, lock of (step, hash)
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner
-- ARGV[4]  outcome: failed (an own failure of the step, counts) | clean | cancelled
-- ARGV[5]  channel on which waiters are woken
-- ARGV[6]  state TTL, ms
-- Replies  {released, failures so far} | {none} the lock is not the caller's; nothing is counted
-- Holds    an attempt is counted once: a repeated release is `none`. DEL comes first, so that the lock is
--          freed also with memory full.
if redis.call('HGET', KEYS[2], 'owner') ~= ARGV[3] then
  return { 'none' }
end
redis.call('DEL', KEYS[2])

local field = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, open = string.match(redis.call('HGET', KEYS[1], field) or '0|0', '^(%d+)|(%d+)$')
open = math.max(open - 1, 0)
if ARGV[4] == 'failed' then
  failed = failed + 1
end
redis.call('HSET', KEYS[1], field, string.format('%d|%d', failed, open))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PUBLISH', ARGV[5], 'released')
return { 'released', tonumber(failed) }
