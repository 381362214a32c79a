-- release: frees the step lock without a result and counts the end of the attempt.
-- KEYS[1]  S, state of the run (hash)
-- KEYS[2]  L, lock of (step, hash): `<token> <owner> ...`
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner
-- ARGV[4]  outcome: failed (an own failure of the step, counts) | stalled (its own stall cost the attempt its lease:
--          counts also when the lock is not the caller's any more) | clean | cancelled
-- ARGV[5]  channel on which waiters are woken
-- ARGV[6]  state TTL, ms
-- Replies  {released, failures so far} | {none} the lock is not the caller's; only `stalled` is counted
-- Holds    an attempt is counted once: a repeated release is `none`. DEL comes first, so that the lock is
--          freed also with memory full.
local holder = string.match(redis.call('GET', KEYS[2]) or '', '^%d+ (%S+)')
local mine = holder == ARGV[3]
local field = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, open, stalled = string.match(redis.call('HGET', KEYS[1], field) or '0|0', '^(%d+)|(%d+)(.*)$')
if mine then
  redis.call('DEL', KEYS[2])
elseif ARGV[4] ~= 'stalled' or stalled == '|' .. ARGV[3] then
  return { 'none' }
end

open = math.max(open - 1, 0)
if ARGV[4] == 'failed' or ARGV[4] == 'stalled' then
  failed = failed + 1
end
if ARGV[4] == 'stalled' then
  stalled = '|' .. ARGV[3]
end
redis.call('HSET', KEYS[1], field, string.format('%d|%d%s', failed, open, stalled))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
if not mine then
  return { 'none' }
end
redis.call('PUBLISH', ARGV[5], 'released')
return { 'released', tonumber(failed) }
