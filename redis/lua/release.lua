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
-- Replies  {released, failures so far} | {none} the lock is not the caller's; its start is ended, and only `stalled` counts
-- Holds    a start ends once, also when it is told late: a repeated release is `none` and counts nothing. DEL comes
--          first, so that the lock is freed also with memory full.
-- Counts   see begin
local mine = string.match(redis.call('GET', KEYS[2]) or '', '^%d+ (%S+)') == ARGV[3]
local counts = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, starts = string.match(redis.call('HGET', KEYS[1], counts) or '0|', '^(%d+)|(.*)$')
local others, started = '', false
for start in string.gmatch(starts, '[^,]+,') do
  if string.match(start, '^[^!,]+') == ARGV[3] then
    started = true
  else
    others = others .. start
  end
end
if mine then
  redis.call('DEL', KEYS[2])
elseif not started then
  return { 'none' }
end

if ARGV[4] == 'stalled' or (mine and ARGV[4] == 'failed') then
  failed = string.format('%d', failed + 1)
end
redis.call('HSET', KEYS[1], counts, failed .. '|' .. others)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
if not mine then
  return { 'none' }
end
redis.call('PUBLISH', ARGV[5], 'released')
return { 'released', tonumber(failed) }
